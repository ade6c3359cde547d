from procerus.diary.diary import Diary as Diary
from procerus.diary.read import read_diary as read_diary
from procerus.faults import BadInput as BadInput
from procerus.injection.plan import plan as plan
from procerus.packs.load import find_policy as policy
from procerus.packs.products import find_product as product
from procerus.packs.protocols import find_protocol as protocol
from procerus.pathway.classification import classify as classify
from procerus.pathway.comparison import compare as compare
from procerus.pathway.decision import Decision as Decision
from procerus.pathway.decision import decide as decide
from procerus.pathway.patient import Patient as Patient
from procerus.pathway.patient_file import read_patient as read_patient

__version__: str
__all__ = [
    "BadInput",
    "Decision",
    "Diary",
    "Patient",
    "classify",
    "compare",
    "decide",
    "plan",
    "policy",
    "product",
    "protocol",
    "read_diary",
    "read_patient",
]
