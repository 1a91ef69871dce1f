"""Vigie's classifiers: raw name to product, vendor and origin, with the knowledge base."""

from vigie_classifiers.base import Knowledge, load
from vigie_classifiers.errors import ClassifierError, InputError, KnowledgeError
from vigie_classifiers.model import KINDS, TYPES, Control, Product, Vendor
from vigie_classifiers.origin import ChainLink, Origin
from vigie_classifiers.policies import POLICIES
from vigie_classifiers.verdict import Evidence, Verdict

__all__ = [
    "KINDS",
    "POLICIES",
    "TYPES",
    "ChainLink",
    "ClassifierError",
    "Control",
    "Evidence",
    "InputError",
    "Knowledge",
    "KnowledgeError",
    "Origin",
    "Product",
    "Vendor",
    "Verdict",
    "load",
]
