"""Clusters of wrong answers as a report shows them: each with its answer as an entry for answers.py."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from autograder.records.schema import Record
from autograder.reports.answer_entry import SENTENCE, entry, unknown_names
from autograder.reports.cluster_names import ClusterName
from autograder.reports.clusters import FEWEST, Cluster, clusters, same_wrong

Sources = Callable[[Cluster], list[str]]
HEAD = """# Wrong answers that were named in the class report, to be pasted into solutions/{assignment}/answers.py.
# Students wrote them: read each one first, since `autograder audit {assignment}` runs answers.py with your permissions.
"""


@dataclass(frozen=True, slots=True)
class ShownCluster:
    """A cluster, its name and sentence, and its answer as an entry, "" where no answer is at hand."""

    cluster: Cluster
    name: str
    sentence: str
    code: str

    def unknown(self, known: Collection[str]) -> tuple[str, ...]:
        """Return the names that the entry uses and that nobody defines; known: those that answers.py has."""
        return unknown_names(self.code, known)


def shown_clusters(
    records: Sequence[Record], names: Sequence[ClusterName], answers: Sources | None
) -> tuple[list[ShownCluster], list[ShownCluster]]:
    """Return the clusters of one assignment that have a name, and those of at least FEWEST that have none."""
    named, unnamed = [], []
    for cluster in clusters(records, fewest=1):
        if given := name_of_cluster(cluster, names):
            named.append(_shown(cluster, given.name, given.sentence, answers))
        elif len(cluster.students) >= FEWEST:
            unnamed.append(_shown(cluster, f"unnamed_{cluster.id}", "", answers))
    return named, unnamed


def name_of_cluster(cluster: Cluster, names: Sequence[ClusterName]) -> ClusterName | None:
    """Return what the staff call a cluster, if they gave it a name."""
    place = (cluster.assignment, cluster.exercise)
    here = (each for each in names if (each.assignment, each.exercise) == place)
    return next((each for each in here if same_wrong(each.returned, cluster.returned)), None)


def _shown(cluster: Cluster, name: str, sentence: str, answers: Sources | None) -> ShownCluster:
    sources = answers(cluster) if answers is not None else []
    return ShownCluster(cluster, name, sentence, entry(cluster.exercise, sources, name, sentence or SENTENCE))


def answers_file(assignment: str, named: Sequence[ShownCluster]) -> str:
    """Return the entries of named clusters as a file, or "" where there is none."""
    entries = [each.code for each in named if each.code]
    return "\n\n".join([HEAD.format(assignment=assignment), *entries]) if entries else ""
