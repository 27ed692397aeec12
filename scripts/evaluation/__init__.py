"""The measuring instrument of the creator ranking: real posts by simulated creators.

`collection` makes the test collections and says which half of the niches is for tuning; `homes`
brings them into the product; `baselines` and `ablations` make the runs beside ours; `measures`,
`brands` and `lookalikes` say how good they are; `kinds` and `sealed` plant further cheats, and
`other` holds a second set of niches that nothing was tuned on.
"""
