"""What mentions add up to: shares of voice, bursts, partners, each over a window of days."""
