package io.portage.upsert;

import io.portage.model.Change;
import io.portage.model.RowKey;
import io.portage.model.Stripes;
import io.portage.model.Version;
import io.portage.target.Dialect;
import io.portage.target.ExchangeWay;
import io.portage.target.WriteRows;
import io.portage.target.Writing;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes changes of one table in the transaction that it is given; never ends it. */
final class TableWriter {
  private static final Logger LOG = LoggerFactory.getLogger(TableWriter.class);

  private final Dialect dialect;

  TableWriter(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Writes {@code changes}: at most one for each key, sorted by key, not none.
   *
   * @param last whether this is the last attempt: a moved row then replaces an older one that no
   *     change has taken from its new key
   */
  Written write(Connection connection, TablePlan plan, List<Change> changes, boolean last)
      throws SQLException {
    return write(connection, plan, changes, List.of(), last);
  }

  /** The same, by ways for rows that have each other's unique values, one for each constraint. */
  Written exchange(
      Connection connection, TablePlan plan, List<Change> changes, List<ExchangeWay> ways)
      throws SQLException {
    return write(connection, plan, changes, ways, false);
  }

  /** Keeps the rows that these changes move for their new keys, and leaves them where they are. */
  void keep(Connection connection, TablePlan plan, List<Change> moving) throws SQLException {
    dialect.begin(connection, plan.table(), stripes(moving));
    dialect.writing(connection, plan.layout(plan.moves()).rows(moving)).keep();
  }

  /**
   * Keeps the rows that the changes of {@code before} would have left for these moves, each for the
   * change at its place, without writing them. Gives the moves whose rows are kept, or need not be
   * kept because their new keys have newer ones; for the others the changes before them must be
   * written.
   */
  List<Change> pass(Connection connection, TablePlan plan, List<Change> before, List<Change> moving)
      throws SQLException {
    dialect.begin(connection, plan.table(), stripes(moving));
    Map<TablePlan.Group, List<Integer>> groups = new LinkedHashMap<>();
    for (int at = 0; at < before.size(); at++) {
      groups.computeIfAbsent(plan.group(before.get(at)), group -> new ArrayList<>()).add(at);
    }
    BitSet passed = new BitSet();
    for (Map.Entry<TablePlan.Group, List<Integer>> entry : groups.entrySet()) {
      List<Integer> places = entry.getValue();
      WriteRows rows =
          plan.layout(plan.passing(entry.getKey()))
              .rows(
                  places.stream().map(before::get).toList(),
                  places.stream().map(moving::get).toList());
      dialect
          .writing(connection, rows)
          .pass(entry.getKey().kind() == Kind.PARTIAL)
          .forEach(row -> passed.set(places.get(row)));
    }
    return passed.stream().mapToObj(moving::get).toList();
  }

  /**
   * Writes moves whose rows are kept: those that stand at the old keys are not taken along. {@code
   * before} are the changes that {@link #pass} has kept the rows of.
   */
  Written writePassed(
      Connection connection, TablePlan plan, List<Change> before, List<Change> moving)
      throws SQLException {
    int notFree = 0;
    for (Map.Entry<TablePlan.Group, List<Change>> group : groups(plan, before).entrySet()) {
      notFree += notFree(connection, plan, group.getKey(), group.getValue());
    }
    return write(connection, plan, moving, List.of(), false, true).plusNotFree(notFree);
  }

  private Written write(
      Connection connection,
      TablePlan plan,
      List<Change> changes,
      List<ExchangeWay> ways,
      boolean last)
      throws SQLException {
    // Its statements take rows in no one order; without these locks two jobs deadlock all the time.
    dialect.begin(connection, plan.table(), stripes(changes));
    return write(connection, plan, changes, ways, last, false);
  }

  private Written write(
      Connection connection,
      TablePlan plan,
      List<Change> changes,
      List<ExchangeWay> ways,
      boolean last,
      boolean passed)
      throws SQLException {
    boolean moved = false;
    Map<TablePlan.Group, List<Change>> groups = groups(plan, changes);
    List<TablePlan.Group> order = new ArrayList<>(groups.keySet());
    order.sort(Comparator.comparing(TablePlan.Group::kind));
    Map<TablePlan.Group, Integer> released = Map.of();
    Tally tally = Tally.NONE;
    Written rest =
        new Written(
            Tally.NONE,
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new IdentityHashMap<>(),
            0);
    int notFree = 0;
    for (TablePlan.Group group : order) {
      if (!moved && group.kind() != Kind.TRUNCATE) {
        requireUnreferred(connection, plan, groups.get(plan.identities()));
        if (!passed) {
          move(connection, plan, changes);
        }
        moved = true;
        released = release(connection, plan, groups, ways);
      }
      List<Change> members = groups.get(group);
      Writing writing = dialect.writing(connection, plan.layout(group).rows(members));
      boolean replaces =
          group.kind().bringsColumns()
              && ways.stream().anyMatch(way -> way.kind() == ExchangeWay.Kind.REPLACE);
      notFree += last ? 0 : notFree(connection, plan, group, members);
      int applied = replaces ? writing.replace() : 0;
      applied += group.kind() == Kind.PARTIAL ? arrive(connection, plan, group, members, last) : 0;
      applied += apply(plan, group.kind(), writing, members.size());
      tally = tally.plus(judge(group, writing, applied, members, rest));
      refuseLoss(applied, released.getOrDefault(group, 0), rest);
    }
    forget(connection, plan, changes, rest.missing());
    return new Written(
        tally, rest.missing(), rest.stale(), rest.suppressed(), rest.outOfPlace(), notFree);
  }

  /** A whole row that comes from another key needs nothing of its new key, which is to be free. */
  private int notFree(
      Connection connection, TablePlan plan, TablePlan.Group group, List<Change> members)
      throws SQLException {
    List<Change> arrived =
        members.stream().filter(change -> change.hasArrived() && !change.isPartial()).toList();
    return arrived.isEmpty()
        ? 0
        : dialect.writing(connection, plan.layout(group).rows(arrived)).overwritten();
  }

  private static Map<TablePlan.Group, List<Change>> groups(TablePlan plan, List<Change> changes) {
    Map<TablePlan.Group, List<Change>> groups = new LinkedHashMap<>();
    TablePlan.Group last = null;
    List<Change> members = List.of();
    for (Change change : changes) {
      TablePlan.Group group = plan.group(change);
      if (!group.equals(last)) {
        last = group;
        members = groups.computeIfAbsent(group, wanted -> new ArrayList<>());
      }
      members.add(change);
    }
    return groups;
  }

  private Map<TablePlan.Group, Integer> release(
      Connection connection,
      TablePlan plan,
      Map<TablePlan.Group, List<Change>> groups,
      List<ExchangeWay> ways)
      throws SQLException {
    Map<TablePlan.Group, Integer> released = new HashMap<>();
    for (Map.Entry<TablePlan.Group, List<Change>> entry : groups.entrySet()) {
      TablePlan.Group group = entry.getKey();
      if (group.kind().bringsColumns()) {
        WriteRows rows = plan.layout(group).rows(entry.getValue());
        for (ExchangeWay way : ways) {
          released.merge(group, dialect.writing(connection, rows).release(way), Math::max);
        }
      }
    }
    return released;
  }

  /** What a trigger keeps from being written over must not stand without its unique value. */
  private static void refuseLoss(int applied, int released, Written rest) throws SQLException {
    if (released > 0 && (applied < released || !rest.suppressed().isEmpty())) {
      throw new SQLException("a trigger suppresses a row that gave up its unique value", "27000");
    }
  }

  /** What refers to the old row of a key change follows it, and must not go with it. */
  private void requireUnreferred(
      Connection connection, TablePlan plan, @Nullable List<Change> removals) throws SQLException {
    if (removals == null || plan.marks()) {
      return;
    }
    List<Change> leaving = removals.stream().filter(Moves::leaves).toList();
    if (!leaving.isEmpty()) {
      dialect.writing(connection, plan.layout(plan.identities()).rows(leaving)).requireUnreferred();
    }
  }

  private void move(Connection connection, TablePlan plan, List<Change> changes)
      throws SQLException {
    if (!plan.keepsMovedRows()) {
      return;
    }
    List<Change> moving = changes.stream().filter(Change::moves).toList();
    if (!moving.isEmpty()) {
      dialect.writing(connection, plan.layout(plan.moves()).rows(moving)).move();
    }
  }

  private int arrive(
      Connection connection,
      TablePlan plan,
      TablePlan.Group group,
      List<Change> members,
      boolean last)
      throws SQLException {
    List<Change> arriving = members.stream().filter(Moves::arrives).toList();
    return arriving.isEmpty() || !plan.keepsMovedRows()
        ? 0
        : dialect
            .writing(connection, plan.layout(plan.arrivals(group)).rows(arriving))
            .arrive(last);
  }

  /** Moved rows that no change needs any more go. */
  private void forget(
      Connection connection, TablePlan plan, List<Change> changes, List<Change> missing)
      throws SQLException {
    if (!plan.keepsMovedRows()) {
      return;
    }
    Set<Change> waiting = Collections.newSetFromMap(new IdentityHashMap<>());
    waiting.addAll(missing);
    List<Change> done =
        changes.stream().filter(change -> Moves.ends(change) && !waiting.contains(change)).toList();
    if (!done.isEmpty()) {
      dialect.writing(connection, plan.layout(plan.keptFor()).rows(done)).forget();
    }
  }

  private static int apply(TablePlan plan, Kind kind, Writing writing, int size)
      throws SQLException {
    return switch (kind) {
      case TRUNCATE -> truncate(plan, writing);
      case MOVE, PASSING, ARRIVAL ->
          throw new IllegalStateException(kind + " is no change by itself");
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

  /** What an earlier delivery, or a newer truncate, has done is not done again. */
  private static int truncate(TablePlan plan, Writing writing) throws SQLException {
    int buried = writing.bury();
    if (buried > 0) {
      int rows = plan.marks() ? writing.update() : writing.delete();
      LOG.info("a truncate of {} took {} rows", plan.name(), rows);
    }
    return buried;
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

  /** Tells apart what was not applied; what is at its version already is a duplicate. */
  private static Tally judge(
      TablePlan.Group group, Writing writing, int applied, List<Change> members, Written into)
      throws SQLException {
    if (applied >= members.size()) {
      return new Tally(members.size(), 0, 0);
    }
    int rest = members.size() - applied;
    int newer = 0;
    for (Writing.Standing standing : writing.standing()) {
      Change change = members.get(standing.row());
      if (standing.newer()) {
        into.stale().add(change);
        newer++;
        Version version = standing.version();
        if (version != null && change.version().isOutOfPlaceBehind(version)) {
          into.outOfPlace().put(change, version);
        }
      } else {
        (group.alive() ? into.missing() : into.suppressed()).add(change);
        rest--;
      }
    }
    int stale = Math.min(newer, rest);
    return new Tally(applied, rest - stale, stale);
  }

  /** A row that moves is kept for its new key, in step with what is written there. */
  private static int[] stripes(List<Change> changes) {
    BitSet stripes = new BitSet(Stripes.COUNT);
    for (Change change : changes) {
      if (change.op() == Change.Op.TRUNCATE) {
        stripes.set(0, Stripes.COUNT);
        break;
      }
      stripes.set(Stripes.of(change));
      if (change.movedTo() != null) {
        stripes.set(Stripes.of(RowKey.of(change.table(), change.movedTo())));
      }
    }
    return stripes.stream().toArray();
  }
}
