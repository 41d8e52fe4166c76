package io.portage.upsert;

import io.portage.model.Change;
import io.portage.model.Row;
import io.portage.model.RowKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which rows can move at once: a row that moves on from where another came must wait for it. */
final class Moves {
  private Moves() {}

  /** The changes that move, oldest first, in steps in which no key stands twice. */
  static List<List<Change>> steps(List<Change> changes) {
    List<Change> moving =
        changes.stream()
            .filter(Change::moves)
            .sorted(Comparator.comparing(Change::version))
            .toList();
    List<List<Change>> steps = new ArrayList<>();
    Set<RowKey> touched = new HashSet<>();
    for (Change change : moving) {
      Row to = change.movedTo();
      if (to == null) {
        continue;
      }
      RowKey from = RowKey.of(change);
      RowKey arrival = RowKey.of(change.table(), to);
      if (steps.isEmpty() || touched.contains(from) || touched.contains(arrival)) {
        steps.add(new ArrayList<>());
        touched.clear();
      }
      touched.add(from);
      touched.add(arrival);
      steps.get(steps.size() - 1).add(change);
    }
    return steps;
  }
}
