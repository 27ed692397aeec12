"""Make the numbers that tell stances, `engine/brands/telling/stance.safetensors`, from the texts.

    python scripts/train_stance.py ARCHIVE [--held-out]
    python scripts/train_stance.py --large [FOLDER] [--held-out]

It trains low-rank changes to the upper layers of the model that is installed with us, and a linear
model over the rules, on the sentences of `tests/engine/brands/data`: the same numbers each time on
one machine, in some twenty minutes. The changes learn in three courses: first how sentences were
rated by mood (ARCHIVE, see `moods`), then stances from all texts but the third hand's, then from
these with some of the others again, more gently. What was kept for one look (`stance_test.jsonl`,
`apart.txt`, `blind_again.txt`) and the posts drawn later never train; with --held-out they are
measured and nothing is written.

With --large, FOLDER is all-mpnet-base-v2 (default: the one that is installed) and
`stance_mpnet.safetensors` is made: in one course over the English texts, without moods and without
those of the first blind author, on which its figures were watched while it was chosen. It takes
half an hour of a core.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from sklearn.linear_model import LogisticRegression
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from engine.brands.telling import models, network, stance
from engine.brands.telling.cues import cues
from engine.brands.telling.encoders import Encoder, read_encoder
from engine.brands.telling.shown import LONGEST, tokens
from engine.vocabulary import STANCES, Naming
from scripts.moods import rated
from scripts.stance import bootstrap, by_kind, macro_f1
from tests.engine.brands.labelled import StanceLine, more_stance_lines, stance_lines
from tests.engine.brands.marked import Kind, Told, told, told_again, told_apart, told_blind

LANGUAGES = ("en", "de", "fr", "es", "pt")
FILES: tuple[tuple[Kind, str], ...] = (
    ("written", "en"), ("written", "de"), ("written", "fr"), ("written", "es"), ("written", "pt"),
    ("second", "en"),
    *(("fourth", lang) for lang in LANGUAGES),
)  # fmt: skip
RANK, BATCH, DROP = 16, 32, 0.1
BLIND = 0.1  # share of tokens beside the brand that a training step does not see
SMOOTH, DECAY, WARM, CLIP = 0.05, 0.01, 0.1, 1.0
NEUTRAL_KEPT = 0.4  # of the neutral posts among the real ones
AGAIN = 900  # examples of the first course that are seen again in the second
Use = Literal["first course", "second course", "measure"]
Tensors = dict[str, torch.Tensor]


@dataclass(frozen=True, slots=True)
class Course:
    """How long and how boldly is learnt; the seed decides order and what is dropped."""

    epochs: int
    rate: float
    seed: int


MOODS = Course(2, 1e-3, 0)
COURSES = (Course(5, 2e-3, 0), Course(3, 8e-4, 1))
LARGE = Course(3, 1e-3, 1)
LARGE_NEUTRAL_KEPT = 0.2
Row = tuple[NDArray[np.float16], list[int]]  # (t, width) states below the trained layers, the brand


@dataclass(frozen=True, slots=True)
class Base:
    """A transformer as torch has it; layers from half its height on are changed."""

    encoder: Encoder
    tables: Tensors

    @property
    def first(self) -> int:
        """The lowest layer that is changed."""
        return self.encoder.layers // 2

    def beside(self, mask: torch.Tensor) -> torch.Tensor:
        """Return what is added to attention under `mask`, (n, t)."""
        far = ((mask - 1) * 1e4)[:, None, None, :]
        apart, t = self.encoder.apart, mask.shape[1]
        return far if apart is None else far + torch.from_numpy(apart)[:, :, :t, :t]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A naming with its stance and where it comes from; `fitted` if the rules were fitted to it."""

    naming: Naming
    stance: str
    kind: str
    use: Use = "first course"
    fitted: bool = False


def examples() -> list[Example]:
    """Return all there is to learn from or to be measured on, in a fixed order."""
    return [
        *_pairs(stance_lines("dev")),
        *_pairs(more_stance_lines()),
        *_told(told("real"), "real"),
        *_told(told("drawn"), "real"),
        *_told(told_blind(), "blind"),
        *(one for kind, lang in FILES for one in _told(told(kind, lang), kind)),
        *(
            one
            for lang in LANGUAGES
            for one in _told(told("third", lang), "third", "second course")
        ),
        *_pairs(stance_lines("test"), "pairs, the other half", "measure"),
        *_told(told_apart(), "another hand", "measure"),
        *_told(told_again(), "blind again", "measure"),
        *_told(told("later"), "real posts drawn later", "measure"),
    ]


def _pairs(
    lines: Sequence[StanceLine], kind: str = "pairs", use: Use = "first course"
) -> Iterator[Example]:
    names = {line.brand for line in lines}
    for line in lines:
        fitted = kind == "pairs" and line.round != 4
        naming = _naming(line, names)
        yield Example(naming=naming, stance=line.stance, kind=kind, fitted=fitted, use=use)


def _naming(line: StanceLine, names: set[str]) -> Naming:
    spans = {name: [m.span() for m in re.finditer(re.escape(name), line.text)] for name in names}
    others = [span for name, found in spans.items() if name != line.brand for span in found]
    return Naming(
        text=line.text, spans=(*spans[line.brand],), others=(*others,), lang=line.lang
    )  # fmt: skip


def _told(lines: Sequence[Told], kind: str, use: Use = "first course") -> Iterator[Example]:
    for line in lines:
        naming = Naming(text=line.text, spans=line.spans, others=line.others, lang=line.lang)
        yield Example(naming=naming, stance=line.stance, kind=kind, use=use)


def base_of(folder: Path) -> Base:
    """Return the model in `folder`."""
    encoder = read_encoder(folder)
    tables = {name: torch.from_numpy(table) for name, table in encoder.weights.items()}
    return Base(encoder, tables)


def layer(states: torch.Tensor, beside: torch.Tensor, at: int, base: Base, *,
          ours: Tensors, drop: float = 0.0) -> torch.Tensor:  # fmt: skip
    """Return the states above layer `at`; `ours` is empty where it is not changed."""
    under, tables, width = f"encoder.layer.{at}.", base.tables, base.encoder.width

    def dense(rows: torch.Tensor, name: str) -> torch.Tensor:
        name = under + name
        bias = tables[f"{name}.bias"]
        if not ours:
            return functional.linear(rows, tables[f"{name}.weight"], bias)
        straight = functional.linear(rows, tables[f"{name}.weight"], bias + ours[f"{name}.bias"])
        return straight + rows @ ours[f"{name}.a"] @ ours[f"{name}.b"]

    def norm(rows: torch.Tensor, name: str) -> torch.Tensor:
        parts = [f"{under}{name}.{part}" for part in ("weight", "bias")]
        scale, shift = (tables[p] + ours[p] if ours else tables[p] for p in parts)
        return functional.layer_norm(rows, (width,), scale, shift, base.encoder.epsilon)

    def dropped(rows: torch.Tensor) -> torch.Tensor:
        return functional.dropout(rows, drop, drop > 0)

    n, t, _ = states.shape
    query, key, value = (
        dense(states, name).view(n, t, base.encoder.heads, -1).transpose(1, 2)
        for name in network.ATTENTION
    )
    seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=beside)
    joined = seen.transpose(1, 2).reshape(n, t, width)
    states = norm(states + dropped(dense(joined, "attention.output.dense")), network.NORMS[0])
    inner = functional.gelu(dense(states, "intermediate.dense"))
    return norm(states + dropped(dense(inner, "output.dense")), network.NORMS[1])


def prepared(read: Sequence[tuple[list[int], list[int]]], base: Base) -> list[Row]:
    """Return the states of `read`, ids and marks of the brand, below the trained layers."""
    tables = base.tables
    words, places = (tables[f"embeddings.{n}_embeddings.weight"] for n in ("word", "position"))
    scale, shift = (tables[f"embeddings.LayerNorm.{p}"] for p in ("weight", "bias"))
    rows: dict[int, Row] = {}
    order = sorted(range(len(read)), key=lambda place: len(read[place][0]))
    with torch.no_grad():
        for start in range(0, len(order), BATCH):
            some = order[start : start + BATCH]
            ids = torch.from_numpy(network.padded([read[i][0] for i in some], np.int64))
            mask = network.padded([[1] * len(read[i][0]) for i in some], np.float32)
            beside = base.beside(torch.from_numpy(mask))
            states = words[ids] + places[: ids.shape[1]]
            states = states + tables["embeddings.token_type_embeddings.weight"][0]
            width, epsilon = base.encoder.width, base.encoder.epsilon
            states = functional.layer_norm(states, (width,), scale, shift, epsilon)
            for at in range(base.first):
                states = layer(states, beside, at, base, ours={})
            for place, known in zip(some, states, strict=True):
                rows[place] = (known[: len(read[place][0])].half().numpy(), read[place][1])
    return [rows[place] for place in range(len(read))]


def fresh(base: Base) -> Tensors:
    """Return changes that change nothing yet, and a reader of stances."""
    seeded, width = torch.Generator().manual_seed(0), base.encoder.width
    ours: Tensors = {}
    for at in range(base.first, base.encoder.layers):
        for name in network.DENSE:
            name = f"encoder.layer.{at}.{name}"
            out, into = base.tables[f"{name}.weight"].shape
            ours[f"{name}.a"] = torch.randn(into, RANK, generator=seeded) / into**0.5
            ours[f"{name}.b"] = torch.zeros(RANK, out)
            ours[f"{name}.bias"] = torch.zeros(out)
        for name in network.NORMS:
            for part in ("weight", "bias"):
                ours[f"encoder.layer.{at}.{name}.{part}"] = torch.zeros(width)
    ours["head"] = torch.randn(3 * width, len(STANCES), generator=seeded) * 0.01
    ours["head.bias"] = torch.zeros(len(STANCES))
    return {name: tensor.requires_grad_() for name, tensor in ours.items()}


def said(rows: Sequence[Row], base: Base, ours: Tensors, *, drop: float) -> torch.Tensor:
    """Return (n, 5) logits; with `drop` above 0 some of the tokens are hidden too."""
    width = max(len(brand) for _, brand in rows)
    states = torch.zeros(len(rows), width, base.encoder.width)
    masks = torch.zeros(2, len(rows), width)
    for place, (known, brand) in enumerate(rows):
        states[place, : len(brand)] = torch.from_numpy(known).float()
        masks[0, place, : len(brand)] = 1
        masks[1, place, : len(brand)] = torch.tensor(brand, dtype=torch.float32)
    if drop:
        luck = torch.rand(masks[0].shape) < BLIND
        luck[:, 0] = False
        masks[0] = masks[0] * ~(luck & (masks[1] == 0))
    beside = base.beside(masks[0])
    for at in range(base.first, base.encoder.layers):
        states = layer(states, beside, at, base, ours=ours, drop=drop)
    means = [
        (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1) for mask in masks
    ]
    seen = functional.dropout(torch.cat([states[:, 0], *means], 1), 2 * drop, drop > 0)
    return seen @ ours["head"] + ours["head.bias"]


def train_moods(archive: Path, base: Base, *, ours: Tensors) -> None:
    """Change `ours`, but for its reader of stances, so that it tells how sentences were rated."""
    texts, ratings = zip(*rated(archive), strict=True)
    encode, (first, last) = base.encoder.tokenizer.encode, base.encoder.ends
    ids = [encode(text, add_special_tokens=False).ids[: LONGEST - 2] for text in texts]
    read = [([first, *one, last], [1] * (len(one) + 2)) for one in ids]
    rows, wanted = prepared(read, base), torch.tensor(ratings, dtype=torch.float32) / 2
    seeded = torch.Generator().manual_seed(4)
    reader = torch.randn(3 * base.encoder.width, 1, generator=seeded).mul(0.02).requires_grad_()
    body = {name: tensor for name, tensor in ours.items() if not name.startswith("head")}
    whole = {**body, "head": reader, "head.bias": torch.zeros(1)}

    def loss(chosen: NDArray[np.int64]) -> torch.Tensor:
        found = said([rows[i] for i in chosen], base, whole, drop=DROP)[:, 0]
        return functional.smooth_l1_loss(found, wanted[chosen], beta=0.5)

    descend([*body.values(), reader], loss, lengths_of(rows), course=MOODS)


def train(
    rows: Sequence[Row], wanted: NDArray[np.int64], base: Base, *, ours: Tensors, course: Course
) -> None:
    """Change `ours` so that it tells `wanted` from `rows`."""

    def loss(chosen: NDArray[np.int64]) -> torch.Tensor:
        logits = said([rows[i] for i in chosen], base, ours, drop=DROP)
        told_so = torch.from_numpy(wanted[chosen])
        return functional.cross_entropy(logits, told_so, label_smoothing=SMOOTH)

    descend([*ours.values()], loss, lengths_of(rows), course=course)


def lengths_of(rows: Sequence[Row]) -> NDArray[np.int64]:
    """Return how many tokens each of `rows` has."""
    return np.array([len(brand) for _, brand in rows])


def descend(
    changed: list[torch.Tensor],
    loss_of: Callable[[NDArray[np.int64]], torch.Tensor],
    lengths: NDArray[np.int64],
    *,
    course: Course,
) -> None:
    """Make `loss_of` of batches of texts of like length smaller by changing `changed`."""
    torch.manual_seed(course.seed)
    rng = np.random.default_rng(course.seed)
    optimizer = torch.optim.AdamW(changed, lr=course.rate, weight_decay=DECAY)
    steps, done = course.epochs * -(-len(lengths) // BATCH), 0
    for epoch in range(course.epochs):
        order = np.argsort(lengths + rng.uniform(-6, 6, len(lengths)), kind="stable")
        batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        total = 0.0
        for place in rng.permutation(len(batches)):
            for group in optimizer.param_groups:
                rise = min(1.0, (done + 1) / (steps * WARM))
                group["lr"] = course.rate * rise * max(0.02, 1 - done / steps)
            loss = loss_of(batches[place])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(changed, CLIP)
            optimizer.step()
            total, done = total + loss.item(), done + 1
        print(f"epoch {epoch + 1} of {course.epochs}: loss {total / len(batches):.3f}", flush=True)


def weigh_cues(
    found: NDArray[np.float64], chosen: Sequence[Example]
) -> dict[str, NDArray[np.float64]]:
    """Return a linear model over the cues, from examples that the rules were not fitted to."""
    kept = [i for i, one in enumerate(chosen) if not one.fitted]
    model = LogisticRegression(max_iter=1_000).fit(
        found[kept],
        [STANCES.index(chosen[i].stance) for i in kept],  # type: ignore[arg-type]
    )
    return {"cues": model.coef_.T, "cues.bias": model.intercept_}


def sampled(
    chosen: Sequence[Example], neutral_kept: float = NEUTRAL_KEPT
) -> tuple[list[int], list[int]]:
    """Return what trains in either course, by place.

    Most of the neutral posts, which are many and long, are left out.
    """
    rng = np.random.default_rng(1)
    luck = rng.random(len(chosen))
    first = [
        place
        for place, one in enumerate(chosen)
        if one.use == "first course"
        and not (one.kind == "real" and one.stance == "neutral" and luck[place] > neutral_kept)
    ]
    again = np.random.default_rng(5).choice(first, AGAIN, replace=False).tolist()
    new = [place for place, one in enumerate(chosen) if one.use == "second course"]
    return first, new + sorted(again)


def sampled_for_large(chosen: Sequence[Example]) -> list[int]:
    """Return what trains the large model: English, and nothing of the first blind author."""
    first, _ = sampled(chosen, LARGE_NEUTRAL_KEPT)
    third = [place for place, one in enumerate(chosen) if one.use == "second course"]
    kept = [place for place in first if chosen[place].kind != "blind"] + third
    return [place for place in kept if chosen[place].naming.lang == "en"]


def main() -> None:
    """Train, and either write the numbers or measure them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "archive", type=Path, nargs="?", help="vaderSentiment-3.3.2.tar.gz (see moods.py)"
    )
    parser.add_argument(
        "--large", nargs="?", const=models.LARGE, metavar="FOLDER", help="all-mpnet-base-v2"
    )
    parser.add_argument("--held-out", action="store_true", help="measure on what is left out")
    asked = parser.parse_args()
    if not asked.large and not asked.archive:
        parser.error("name ARCHIVE or --large FOLDER")
    torch.set_num_threads(1)
    everything = examples()
    base = base_of(models.folder_of(asked.large or models.DEFAULT))
    courses = (
        [(LARGE, sampled_for_large(everything))]
        if asked.large
        else [*zip(COURSES, sampled(everything), strict=True)]
    )
    read = [tokens(base.encoder.tokenizer, x.naming, base.encoder.ends) for x in everything]
    rows = prepared(read, base)
    wanted = np.array([STANCES.index(one.stance) for one in everything])  # type: ignore[arg-type]
    ours = fresh(base)
    if asked.archive:
        train_moods(asked.archive, base, ours=ours)
    for course, kept in courses:
        print(f"{len(kept):,} examples", flush=True)
        train([rows[i] for i in kept], wanted[kept], base, ours=ours, course=course)
    found = cues([one.naming for one in everything])
    tables = {name: tensor.detach().numpy() for name, tensor in ours.items()}
    ruled = courses[0][1]
    tables |= weigh_cues(found[ruled], [everything[place] for place in ruled])
    small = {name: table.astype(np.float16) for name, table in tables.items()}
    if asked.held_out:
        away = [place for place, one in enumerate(everything) if one.use == "measure"]
        measured([everything[i] for i in away], [rows[i] for i in away], found[away],
                 base=base, small=small)  # fmt: skip
    else:
        save_file(small, models.changes(models.LARGE if asked.large else models.DEFAULT))


def measured(away: Sequence[Example], rows: Sequence[Row], found: NDArray[np.float64], *,
             base: Base, small: dict[str, NDArray[np.float16]]) -> None:  # fmt: skip
    """Print what is made of the examples that were left out."""
    ours = {name: torch.from_numpy(table).float() for name, table in small.items()}
    with torch.no_grad():
        logits = [said([row], base, ours, drop=0.0) for row in rows]
    network_says = torch.softmax(torch.cat(logits), 1).double().numpy()
    rules_say = stance.by_cues(found, small)
    for name, probable in (
        ("network", network_says), ("rules, weighed", rules_say),
        ("both", stance.blended(network_says, rules_say)),
    ):  # fmt: skip
        groups: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        for one, row in zip(away, probable, strict=True):
            pair = (one.stance, stance.decided(row).value)
            groups[one.kind][one.naming.text].append(pair)
        for kind, texts in groups.items():
            print(f"\n## {name}: {kind}")
            print(f"macro F1 {bootstrap(list(texts.values()), macro_f1)}")
            by_kind([pair for pairs in texts.values() for pair in pairs])


if __name__ == "__main__":
    main()
