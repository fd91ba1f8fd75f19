"""How much one incident of a crime type weighs, with where the weight comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Harm:
    """Weight of one incident of a crime type.

    Attributes:
        weight: least years of prison that the law sets for it; the scale that the Cambridge Crime Harm Index uses
            (Sherman, Neyroud and Neyroud, Policing 10, 2016), here with Mexican law.
        source: the article.
        discovered: True where police find it rather than residents report it; counting it would send forces where
            forces already are.
    """

    weight: float
    source: str
    discovered: bool = False


HARM: Mapping[str, Harm] = {
    "homicidio-doloso": Harm(12.0, "Código Penal Federal, art. 307"),
    "defuncion-por-homicidio": Harm(12.0, "as homicidio-doloso: the same harm, counted by death certificates"),
    "feminicidio": Harm(40.0, "Código Penal Federal, art. 325"),
    "secuestro": Harm(40.0, "Ley General para Prevenir y Sancionar los Delitos en Materia de Secuestro, art. 9"),
    "violacion-simple": Harm(8.0, "Código Penal Federal, art. 265"),
    "extorsion": Harm(2.0, "Código Penal Federal, art. 390"),
    "trata-de-personas": Harm(5.0, "Ley General en Materia de Trata de Personas, art. 10"),
    "narcomenudeo": Harm(0.83, "Ley General de Salud, art. 477 (ten months)", discovered=True),
}
"""Default harm weights."""

UNLISTED = Harm(1.0, "not in the table")
"""What a crime type weighs that the table does not list."""
