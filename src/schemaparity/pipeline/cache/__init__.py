"""Results kept between runs: an answer holds while every file that it was made from, or that was not there, is as it was."""

from schemaparity.pipeline.cache.keeping import kept

__all__ = ["kept"]
