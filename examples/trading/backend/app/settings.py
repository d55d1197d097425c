from decimal import Decimal

from pydantic import BaseModel, Field


class RiskEngineConfig(BaseModel):
    max_open_positions_global: int = 10
    max_open_positions_per_symbol: int = 1
    max_total_exposure_usd: Decimal = Decimal("1000")
    loss_threshold_percent: Decimal = Decimal("-1.5")
    required_pyramids: int = Field(default=3, ge=1, le=5)
    offset_after_minutes: int = 30


class TakeProfitSettings(BaseModel):
    tp_aggregate_percent: Decimal = Decimal("0")
    tp_pyramid_percents: dict[str, Decimal] = Field(default_factory=dict)
