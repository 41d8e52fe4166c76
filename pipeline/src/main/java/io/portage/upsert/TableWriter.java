package io.portage.upsert;

import io.portage.model.Change;
import io.portage.target.Dialect;
import io.portage.target.KeyText;
import io.portage.target.WriteRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes changes of one table in the transaction that it is given; never ends it. */
final class TableWriter {
  private final Dialect dialect;

  TableWriter(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Writes {@code changes}: at most one for each key, sorted by key, not none. */
  Written write(Connection connection, TablePlan plan, List<Change> changes) throws SQLException {
    dialect.begin(connection);
    if (plan.buries()) {
      dialect.lock(connection, plan.name(), stripes(changes));
    }
    Map<TablePlan.Group, List<Change>> groups = new LinkedHashMap<>();
    for (Change change : changes) {
      groups.computeIfAbsent(plan.group(change), group -> new ArrayList<>()).add(change);
    }
    List<TablePlan.Group> order = new ArrayList<>(groups.keySet());
    order.sort(Comparator.comparing(TablePlan.Group::kind));
    Tally tally = Tally.NONE;
    List<Change> missing = new ArrayList<>();
    for (TablePlan.Group group : order) {
      List<Change> members = groups.get(group);
      WriteRows rows = plan.layout(group).rows(members);
      int applied = apply(connection, group.kind(), rows);
      tally = tally.plus(judge(connection, group, rows, applied, members, missing));
    }
    return new Written(tally, missing);
  }

  private int apply(Connection connection, Kind kind, WriteRows rows) throws SQLException {
    return switch (kind) {
      case DELETE -> {
        dialect.delete(connection, rows);
        yield dialect.bury(connection, rows);
      }
      case MARK -> {
        int marked = dialect.update(connection, rows);
        yield marked == rows.size() ? marked : marked + dialect.bury(connection, rows);
      }
      case UPSERT -> dialect.upsert(connection, rows);
      case MERGE -> merge(connection, rows);
      case PARTIAL -> dialect.update(connection, rows);
    };
  }

  private int merge(Connection connection, WriteRows rows) throws SQLException {
    int written = dialect.update(connection, rows);
    if (written < rows.size()) {
      written += dialect.insert(connection, rows);
    }
    if (written < rows.size()) {
      // Another process may have inserted the row between the two; rows written above are not
      // older than themselves, so they do not count again.
      written += dialect.update(connection, rows);
    }
    return written;
  }

  /** Tells apart what was not applied; what nothing explains any more counts as stale. */
  private Tally judge(
      Connection connection,
      TablePlan.Group group,
      WriteRows rows,
      int applied,
      List<Change> members,
      List<Change> missing)
      throws SQLException {
    if (applied >= rows.size()) {
      return new Tally(rows.size(), 0, 0);
    }
    int rest = rows.size() - applied;
    int other = 0;
    for (Dialect.Standing standing : dialect.standing(connection, rows)) {
      if (!standing.newer() && group.alive()) {
        missing.add(members.get(standing.row()));
        rest--;
      } else {
        other++;
      }
    }
    int stale = Math.min(other, rest);
    return new Tally(applied, rest - stale, stale);
  }

  private static int[] stripes(List<Change> changes) {
    return changes.stream()
        .mapToInt(change -> KeyText.stripe(KeyText.of(change.key())))
        .sorted()
        .distinct()
        .toArray();
  }
}
