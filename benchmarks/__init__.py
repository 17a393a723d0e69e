"""Benchmarks: each prints ratios to a named baseline measured in the same run. None is a timed test."""
