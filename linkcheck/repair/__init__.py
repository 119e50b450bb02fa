"""Finding a source again, and putting its address right.

A proposal is a claim like any other: it is requested and judged against the same citation before
anybody sees it. Nothing here speaks HTTP: the engine lends a `Web`.
"""
