from app.models.base import Base
from app.models.dca_configuration import DCAConfiguration
from app.models.dca_order import DCAOrder
from app.models.position_group import PositionGroup
from app.models.pyramid import Pyramid
from app.models.queued_signal import QueuedSignal
from app.models.risk_action import RiskAction
from app.models.user import User

__all__ = ["Base", "DCAConfiguration", "DCAOrder", "PositionGroup", "Pyramid", "QueuedSignal", "RiskAction", "User"]
