"""The models of issues."""

from issues.models.counts import BandCount
from issues.models.customers import Contact, Customer, CustomerLink, CustomerMessage, CustomerUpdate
from issues.models.escalation import Rota, RotaPlace, Shift, Swap, Watch
from issues.models.handoffs import Custody, CustodyKind, Handoff
from issues.models.hours import CommunityHours
from issues.models.issues import Hunter, Issue, IssueFollow, IssueLink
from issues.models.matching import IssueWords, Suggestion
from issues.models.splitting import Extension, ExtensionStatus, SplitTemplate
from issues.models.tasks import Task, TaskDependency
from issues.models.words import Question, Resolution, Thanks

__all__ = [
    "BandCount",
    "CommunityHours",
    "Contact",
    "Custody",
    "CustodyKind",
    "Customer",
    "CustomerLink",
    "CustomerMessage",
    "CustomerUpdate",
    "Extension",
    "ExtensionStatus",
    "Handoff",
    "Hunter",
    "Issue",
    "IssueFollow",
    "IssueLink",
    "IssueWords",
    "Question",
    "Resolution",
    "Rota",
    "RotaPlace",
    "Shift",
    "SplitTemplate",
    "Suggestion",
    "Swap",
    "Task",
    "TaskDependency",
    "Thanks",
    "Watch",
]
