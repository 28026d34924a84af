"""The models of issues."""

from issues.models.boards import BoardView, ColumnLimit, LatestMove
from issues.models.counts import BandCount
from issues.models.customers import (
    Contact,
    Customer,
    CustomerLetter,
    CustomerLink,
    CustomerMessage,
    CustomerUpdate,
    NewsStage,
    NewsTemplate,
    Satisfaction,
)
from issues.models.escalation import GapWarning, Rota, RotaPlace, Shift, Swap, Watch
from issues.models.handoffs import Custody, CustodyKind, Handoff
from issues.models.hours import CommunityHours
from issues.models.issues import Hunter, Issue, IssueFollow, IssueLink
from issues.models.ladders import Audit, Climb, ClimbState, ClimbStep, EscalationPolicy, EscalationStep
from issues.models.matching import IssueWords, Suggestion
from issues.models.rules import CommunityNumber
from issues.models.splitting import Extension, ExtensionStatus, SplitTemplate
from issues.models.tasks import Task, TaskComment, TaskDependency
from issues.models.words import Question, Resolution, Thanks

__all__ = [
    "Audit",
    "BandCount",
    "BoardView",
    "Climb",
    "ClimbState",
    "ClimbStep",
    "ColumnLimit",
    "CommunityHours",
    "CommunityNumber",
    "Contact",
    "Custody",
    "CustodyKind",
    "Customer",
    "CustomerLetter",
    "CustomerLink",
    "CustomerMessage",
    "CustomerUpdate",
    "EscalationPolicy",
    "EscalationStep",
    "Extension",
    "ExtensionStatus",
    "GapWarning",
    "Handoff",
    "Hunter",
    "Issue",
    "IssueFollow",
    "IssueLink",
    "IssueWords",
    "LatestMove",
    "NewsStage",
    "NewsTemplate",
    "Question",
    "Resolution",
    "Rota",
    "RotaPlace",
    "Satisfaction",
    "Shift",
    "SplitTemplate",
    "Suggestion",
    "Swap",
    "Task",
    "TaskComment",
    "TaskDependency",
    "Thanks",
    "Watch",
]
