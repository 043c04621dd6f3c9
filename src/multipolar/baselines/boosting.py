"""Gradient boosting."""

from multipolar.baseline import QUANTILES, BaselineSpec, Case, baseline
from multipolar.predictors import pair_forecast, scikit, share_forecast
from multipolar.target import Array


@baseline(BaselineSpec(label="Gradient boosting", source="Friedman 2001"))
def boosting(case: Case) -> Array | None:
    """Boosted trees on shares of capability, disputes and defence pacts.

    The same predictors and samples as ``regression``; of pairs one and ten
    years ahead only, for it takes long.

    References
    ----------
    .. [Friedman2001] Friedman, J. H. (2001). Greedy function approximation: a
       gradient boosting machine. *Annals of Statistics* 29(5), 1189–1232.
    """
    scikit()
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    settings = {
        "max_iter": 80, "learning_rate": 0.08, "max_leaf_nodes": 10, "min_samples_leaf": 60,
        "l2_regularization": 1.0, "random_state": 0, "early_stopping": False,
    }  # fmt: skip
    if case.asked.__name__ == "share":
        return share_forecast(case, lambda: HistGradientBoostingRegressor(**settings), QUANTILES)
    if case.asked.__name__ in ("onset", "tie") and case.horizon in (1, 10):
        return pair_forecast(case, lambda: HistGradientBoostingClassifier(**settings))
    return None
