"""An ordinary Python error in an analyst's cell is told in Swedish, with the near name and the way forward."""

import builtins
import inspect
import zipfile

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

import fordelning
from fordelning import by_board, charts, open_case, show
from fordelning.base.errors import InputError
from fordelning.publish.run.mistake import FORWARD, told

NAMES = {"pd": pd, "plt": plt, "charts": charts, "by_board": by_board, "open_case": open_case, "show": show}
SOURCE = 'invånare = pd.Series({"Kommunstyrelsen": 1})\nper_capita = invånare'
MISTAKES = {
    "frame['totl']": "ingen kolumn, rad eller nyckel heter »totl»; menade du »total»?",
    "frame[['nam', 'total']]": "ingen kolumn, rad eller nyckel heter »nam»; menade du »name»?",
    "frame[['nmae']]": "ingen kolumn, rad eller nyckel heter »nmae»; menade du »name»?",
    "frame.loc['Kommunstyrelse']": "heter »Kommunstyrelse»; menade du »Kommunstyrelsen»?",
    "frame.loc[2021]": "»2021» finns inte.",
    "show(frame, captoin='x')": "inget argument som heter »captoin»; menade du »caption»?",
    "charts.bars(frame, lables={})": "inget argument som heter »lables»; menade du »labels»?",
    "show()": "måste få även »frame».",
    "open_case('a', 'b', 'c')": "»open_case()» fick fler argument än den tar.",
    "by_bord(1)": "namnet »by_bord» är inte importerat och har inte fått något värde; menade du »by_board»?",
    "per_kapita": "namnet »per_kapita» är inte importerat och har inte fått något värde; menade du »per_capita»?",
    "frame.gruopby('name')": "inget som heter »gruopby» att hämta där; menade du »groupby»?",
    "charts.bar(frame)": "inget som heter »bar» att hämta där; menade du »bars»?",
    "plt.figure().add_subplot().set_titel('x')": "inget som heter »set_titel» att hämta där; menade du »set_title»?",
    "__import__('saeborn')": "modulen »saeborn» är inte installerad i miljön.",
    "exec('from fordelning import opne_case')": "heter »opne_case» att importera; menade du »open_case»?",
    "open('finns inte.csv')": "filen »finns inte.csv» finns inte; ange hela sökvägen.",
    "1 / 0": "det går inte att dela med noll (Python: division by zero).",
    "[][1]": "det finns inte så många rader eller delar",
    "eval('1 +')": "det som står i cellen är inte Python",
    "frame.merge(frame, on='nmae')": "ingen kolumn, rad eller nyckel heter »nmae»; menade du »name»?",
    "pd.DataFrame({'a': [1], 'b': [1, 2]})": "det som sätts ihop är inte lika långt",
    "pd.read_csv(__import__('io').StringIO(''))": "filen är tom",
    "int('ett')": "texten »ett» är inget heltal.",
    "frame.merge(pd.concat([frame, frame]), on='name', validate='1:1')": "nyckeln finns på flera rader",
    "frame.merge(pd.DataFrame({'kr': [1]}))": "de har ingen kolumn gemensam; ange on, eller left_on och right_on (",
    "frame.merge(pd.DataFrame({'name': [1]}))": "nyckeln är text i den ena och tal i den andra",
    "frame.assign(x=[1, 2])": "det som sätts ihop är inte lika långt, eller har inte samma rader (Python: Length",
    "frame['total'].reindex([1]).astype(int)": "ett värde saknas där det ska vara heltal",
    "frame.query('totl > 1')": "ingen kolumn heter »totl»; menade du »total»?",
    "pd.read_excel(b'a')": "ett värde är av en annan sort än det som ska göras kräver",
    "pd.to_datetime('2021-13-45')": "ett värde passar inte för det som ska göras (pandas: month must be in 1..12",
    "plt.figure().add_subplot().bar([1], [1], colour='red')": "inget argument som heter »colour».",
    "plt.figure().add_subplot().plot([1, 2], [1])": "det som sätts ihop är inte lika långt",
}


def _fails(one: type) -> bool:
    return issubclass(one, Exception) and not issubclass(one, Warning)


@pytest.mark.parametrize(("code", "said"), MISTAKES.items())
def test_an_ordinary_error_is_told_in_swedish(code, said):
    frame = pd.DataFrame({"name": ["Kommunstyrelsen"], "total": [1]}, index=["Nämnd"])
    with pytest.raises(Exception) as caught:
        eval(code, {**NAMES, "frame": frame})
    plt.close("all")
    found = told(type(caught.value).__name__, str(caught.value), [SOURCE])
    assert said in found and found.endswith(FORWARD) and str(ROOT) not in found


ASKED = """what pandas is asked of a column, each told in its own way
frame['{}']
frame.{}
frame.loc[:, '{}']
frame[['{}']]
frame.query('{} > 1')
frame.groupby('{}').sum()
frame.groupby('name')['{}'].sum()
frame.groupby('name').agg(x=('{}', 'sum'))
frame.agg({{'{}': 'sum'}})
frame.drop(columns='{}')
frame.sort_values('{}')
frame.set_index('{}')
frame.astype({{'{}': int}})
frame.pivot(index='{}', columns='name')
frame.melt(id_vars='{}')
frame.merge(frame, on='{}')
frame.explode('{}')
frame.nlargest(1, '{}')
frame.drop_duplicates('{}')
frame.plot.barh(x='{}', y='name')
frame.rename(columns={{'{}': 'x'}}, errors='raise')"""


@pytest.mark.parametrize("code", ASKED.splitlines()[1:])
def test_a_misspelt_column_is_told_whatever_is_asked_of_it(code):
    test_an_ordinary_error_is_told_in_swedish(code.format("totl"), "heter »totl»")
    test_an_ordinary_error_is_told_in_swedish(code.format("totl"), "; menade du »total»?")


LIBRARIES = (builtins, pd.errors, np.exceptions, np.linalg, zipfile)
ERRORS = {one.__name__ for module in LIBRARIES for one in vars(module).values() if inspect.isclass(one) and _fails(one)}


def test_every_error_of_python_and_the_libraries_is_told_in_swedish_first():
    assert {"ValueError", "MergeError", "ParserError", "AxisError", "LinAlgError"} < ERRORS
    for name in ERRORS:
        found = told(name, "Something is  not as\nit should be.", [])
        assert found.endswith(FORWARD) and not found.startswith("Some"), name
        assert "finns inte." in found or "Something is not as it should be)." in found, name
        assert told(name, "", []).endswith(FORWARD), name


def test_what_says_itself_what_can_be_done_is_left_as_it_is():
    assert told("AnalysisError", "alt saknas: ange bilden i ord.", [SOURCE]) == "alt saknas: ange bilden i ord."


def test_every_name_of_the_front_door_is_found_when_a_letter_is_missing():
    for name in set(fordelning.__all__) - {"__version__"}:
        assert f"menade du »{name}»" in told("NameError", f"name '{name[:-1]}' is not defined", [])


@pytest.mark.parametrize("code", ["frame['total']", "frame.total", "by_board(frame)", "show(frame, 'Kronor')"])
def test_what_was_not_made_is_no_frame_of_an_earlier_run(code):
    with pytest.raises(InputError, match=r"inte öppen|Unopened"):
        eval(code, {**NAMES, "frame": fordelning.Unopened()})
