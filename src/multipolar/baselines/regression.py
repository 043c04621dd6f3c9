"""A regularised regression."""

from multipolar.baseline import QUANTILES, BaselineSpec, Case, baseline
from multipolar.predictors import pair_forecast, scikit, share_forecast
from multipolar.target import Array


@baseline(BaselineSpec(label="Regularised regression", source="Hoerl & Kennard 1970"))
def regression(case: Case) -> Array | None:
    """Ridge regression of shares of capability; logistic ridge of disputes and defence pacts.

    Shares: on the gaps between components and the whole, among the thirty
    strongest of the last 80 years. Pairs: of every fifth origin of the last 60.

    References
    ----------
    .. [HoerlKennard1970] Hoerl, A. E. & Kennard, R. W. (1970). Ridge regression:
       biased estimation for nonorthogonal problems. *Technometrics* 12(1), 55–67.
    """
    scikit()
    from sklearn.linear_model import LogisticRegression, Ridge

    if case.asked.__name__ == "share":
        return share_forecast(case, lambda: Ridge(alpha=10.0), QUANTILES)
    if case.asked.__name__ in ("onset", "tie"):
        return pair_forecast(case, lambda: LogisticRegression(C=0.1, max_iter=200))
    return None
