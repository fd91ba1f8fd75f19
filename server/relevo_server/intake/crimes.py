"""The crime classification as the sources write it, with identifiers that stay the same from file to file."""

from __future__ import annotations

from relevo_server.domain.incidence import CrimeType
from relevo_server.intake.text import slug

# Subtypes that say nothing without their type.
_EMPTY_SUBTYPES = frozenset(
    {"con-violencia", "sin-violencia", "no-disponible", "no-especificado", "otros", "sin-desglose"}
)


def crime_type(legal_good: str, type_name: str, subtype: str, modality: str) -> CrimeType:
    """Give a line of the classification its identifier: the subtype's name, with the type's where that says nothing."""
    subtype_slug = slug(subtype)
    is_empty = subtype_slug in _EMPTY_SUBTYPES
    return CrimeType(
        id=f"{slug(type_name)}-{subtype_slug}" if is_empty else subtype_slug,
        legal_good=legal_good,
        type=type_name,
        subtype=subtype,
        modality=modality,
        classification=(slug(legal_good), slug(type_name), subtype_slug, slug(modality)),
    )


def federal_crime_type(law: str, concept: str, kind: str) -> CrimeType:
    """Give a line of the federal file its identifier: concept and type, for a type such as "Posesión" says too little.

    Law, concept and type stand where the classification of 2015 has legal good, type and subtype; no modality is told.
    """
    names = list(dict.fromkeys((slug(concept), slug(kind))))
    return CrimeType(
        id="-".join(names),
        legal_good=law,
        type=concept,
        subtype=kind,
        modality="",
        classification=(slug(law), slug(concept), slug(kind), ""),
    )


INTENTIONAL_HOMICIDE = crime_type("La vida y la Integridad corporal", "Homicidio", "Homicidio doloso", "Sin desglose")
"""As the municipal file counts it: investigations opened, not victims."""

CERTIFIED_HOMICIDE_DEATH = crime_type(
    "La vida y la Integridad corporal", "Homicidio", "Defunción por homicidio", "Certificado de defunción"
)
"""INEGI's count of death certificates: victims, by a record independent of the police."""
