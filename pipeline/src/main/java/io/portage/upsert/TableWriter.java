package io.portage.upsert;

import io.portage.model.Change;
import io.portage.model.Stripes;
import io.portage.target.Dialect;
import io.portage.target.Writing;
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
    Written rest = new Written(Tally.NONE, new ArrayList<>(), new ArrayList<>());
    for (TablePlan.Group group : order) {
      List<Change> members = groups.get(group);
      Writing writing = dialect.writing(connection, plan.layout(group).rows(members));
      int applied = apply(group.kind(), writing, members.size());
      tally = tally.plus(judge(group, writing, applied, members, rest));
    }
    return new Written(tally, rest.missing(), rest.stale());
  }

  private static int apply(Kind kind, Writing writing, int size) throws SQLException {
    return switch (kind) {
      case DELETE -> {
        writing.delete();
        yield writing.bury();
      }
      case MARK -> {
        int marked = writing.update();
        yield marked == size ? marked : marked + writing.bury();
      }
      case UPSERT -> writing.upsert();
      case MERGE -> merge(writing, size);
      case PARTIAL -> writing.update();
    };
  }

  private static int merge(Writing writing, int size) throws SQLException {
    int written = writing.update();
    if (written < size) {
      written += writing.insert();
    }
    if (written < size) {
      // Another process may have inserted the row between the two; rows written above are not
      // older than themselves, so they do not count again.
      written += writing.update();
    }
    return written;
  }

  /** Tells apart what was not applied; what nothing explains any more counts as stale. */
  private static Tally judge(
      TablePlan.Group group,
      Writing writing,
      int applied,
      List<Change> members,
      Written into)
      throws SQLException {
    if (applied >= members.size()) {
      return new Tally(members.size(), 0, 0);
    }
    int rest = members.size() - applied;
    int other = 0;
    for (Writing.Standing standing : writing.standing()) {
      if (!standing.newer() && group.alive()) {
        into.missing().add(members.get(standing.row()));
        rest--;
      } else {
        other++;
        if (standing.newer()) {
          into.stale().add(members.get(standing.row()));
        }
      }
    }
    int stale = Math.min(other, rest);
    return new Tally(applied, rest - stale, stale);
  }

  private static int[] stripes(List<Change> changes) {
    return changes.stream().mapToInt(Stripes::of).sorted().distinct().toArray();
  }
}
