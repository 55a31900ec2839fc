"""The reconciliation as JSON data: verdict, sums and every statement, for other programs and for the index page."""

from dataclasses import asdict
from fractions import Fraction

from fordelning import __version__
from fordelning.base import publisher
from fordelning.case.case import Acknowledgement
from fordelning.case.statement import Quantity, TextValue, Value
from fordelning.checks.joint import JointContradiction
from fordelning.checks.matter import Matter
from fordelning.checks.reconcile import Finding
from fordelning.source.trace import Trace

from . import matters, narrative, phrases
from .report import Report


def result(report: Report) -> dict[str, object]:
    """What result.json holds. Money is in whole kronor, shares and tolerances are exact fractions as text.

    Statements are in document order.
    """
    case, reconciliation = report.case, report.reconciliation
    proof = reconciliation.proof
    return {
        "case": case.name,
        "title": case.title,
        "version": case.version,
        "decision": asdict(case.decision),
        "stage": asdict(report.stage) if report.stage else None,
        "edition": report.edition.isoformat(),
        "unit": report.money.unit,
        "parameters": report.recorded,
        "publisher": asdict(publisher.PUBLISHER),
        "program": __version__,
        "verdict": report.verdict.value,
        "approved": report.approved,
        "message": "".join(run.text for run in narrative.outcome(report).runs),
        "to_ask": matters.message(report),
        "sums_tie": reconciliation.sums_tie,
        "rounding": {unit: f"{step:f}" for unit, step in case.rounding.items()},
        "kronor": {
            "total": case.total(),
            "boards": {board: case.total(board=board) for board in case.boards},
            "pots": {pot: case.total(pot=pot) for pot in case.pots},
        },
        "mapping": {
            "outcome": proof.outcome.value if proof.outcome else None,
            "candidates": proof.candidates,
            "boards": list(proof.boards),
            "missing": proof.missing if proof.rows else None,
        },
        "proposals": [asdict(proposal) for proposal in case.proposals.values()],
        "matters": [_matter(report, matter) for matter in report.matters],
        "statements": [_statement(report, finding) for finding in reconciliation.findings.values()],
        "joint": {
            "decided": reconciliation.joint.decided,
            "contradictions": [_together(report, found) for found in reconciliation.joint.contradictions],
        },
        "stale_acknowledgements": [acknowledgement.statement for acknowledgement in reconciliation.stale],
        "data": case.digests,
        "trace": _trace(report.trace) if report.trace else None,
    }


def _trace(trace: Trace) -> dict[str, object]:
    return {
        "source": trace.original.name,
        "sha256": trace.original.digest,
        "tokens": {
            "count": len(trace.tokens),
            "covered": trace.covered,
            "omitted": trace.omitted,
            "set_aside": trace.set_aside,
        },
        "figures": {
            "count": len(trace.figures),
            "found": trace.found,
            "in_words": trace.in_words,
            "outside": trace.outside,
        },
        "gaps": [asdict(gap) for gap in trace.gaps],
    }


def _matter(report: Report, matter: Matter) -> dict[str, object]:
    """A matter, heaviest first; `at_stake` is in kronor."""
    question = matter.question
    return {
        "sort": matter.sort.value,
        "area": matter.area.value,
        "weight": matter.weight,
        "question": question.question if question else None,
        "concern": matters.concern(report, matter),
        "wording": matters.wording(report, matter),
        "condition": matters.condition(report, matter.growth) if matter.growth else None,
        "at_stake": _number(matter.at_stake),
        "statements": matter.statements,
        "status": matter.status,
        "by": question.by if question else None,
        "on": question.on.isoformat() if question and question.on else None,
        "answer": question.answer if question else None,
    }


def _statement(report: Report, finding: Finding) -> dict[str, object]:
    s, answer = finding.statement, finding.acknowledgement
    return {
        "statement": s.statement,
        "kind": s.kind,
        "wording": s.wording,
        "reading": s.reading,
        "scope": s.scope,
        "relation": s.relation,
        "place": report.case.place_name(s.place),
        "stated": _value(finding.stated),
        "computed": _value(finding.computed),
        "part": finding.part,
        "difference": _number(finding.difference),
        "tolerance": None if finding.tolerance is None else str(finding.tolerance),
        "slip": phrases.slip(finding) or None,
        "state": finding.state.value,
        "missing": finding.missing,
        "acknowledged": _acknowledged(answer),
    }


def _together(report: Report, found: JointContradiction) -> dict[str, object]:
    """Statements that tie one by one and cannot all hold; a share's bound is a fraction of 1, a sum's is in kronor."""
    return {
        "statements": found.statements,
        "demands": [
            {
                "statement": demand.statement.statement,
                "bound": str(demand.bound),
                "relation": ("<" if demand.upper else ">") + ("" if demand.strict else "="),
                "times": demand.times,
            }
            for demand in found.demands
        ],
        "why": phrases.together(report, found),
        "acknowledged": _acknowledged(found.acknowledgement),
    }


def _acknowledged(answer: Acknowledgement | None) -> dict[str, str] | None:
    return {"by": answer.by, "on": answer.on.isoformat(), "why": answer.why} if answer else None


def _value(value: Value | None) -> dict[str, int | str | None] | None:
    match value:
        case Quantity(sort, number):
            return {"sort": sort, "number": _number(number)}
        case TextValue(text):
            return {"sort": value.sort, "number": text}
        case None:
            return None


def _number(number: int | Fraction | None) -> int | str | None:
    return str(number) if isinstance(number, Fraction) else number
