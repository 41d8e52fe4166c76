package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.model.RowKey;
import io.portage.model.Stripes;
import io.portage.model.Version;
import io.portage.target.Dialect;
import io.portage.target.ExchangeStrategy;
import io.portage.target.GuardedBatch;
import io.portage.target.RefusedWriteException;
import io.portage.target.RowBatch;
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

/** Writes changes of one table in the caller's transaction; neither commits nor rolls back. */
final class TableWriter {
  private static final Logger LOG = LoggerFactory.getLogger(TableWriter.class);

  private final Dialect dialect;

  TableWriter(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Writes {@code changes}: at least one, at most one per key, sorted by key.
   *
   * @param last true on the last attempt: a moved row then replaces an older row at its new key
   *     that no change has removed
   */
  TransactionResult write(Connection connection, TablePlan plan, List<Change> changes, boolean last)
      throws SQLException {
    return write(connection, plan, changes, List.of(), last);
  }

  /**
   * Writes a row exchange.
   *
   * @param strategies one for each constraint
   */
  TransactionResult exchange(
      Connection connection,
      TablePlan plan,
      List<Change> changes,
      List<ExchangeStrategy> strategies)
      throws SQLException {
    return write(connection, plan, changes, strategies, false);
  }

  /**
   * Copies the rows of these key changes to the moved-rows table; the rows stay at their old keys.
   */
  void keep(Connection connection, TablePlan plan, List<Change> moving) throws SQLException {
    dialect.begin(connection, plan.table(), stripes(moving));
    dialect.newBatch(connection, plan.layout(plan.moves()).rows(moving)).keepForMove();
  }

  /**
   * Stores the rows that the changes of {@code before} would have written in the moved-rows table,
   * each for the key change at the same index of {@code moving}, without writing them at the old
   * keys.
   *
   * @return the key changes whose rows are stored, or need not be because their new keys have newer
   *     rows; for the others, the changes before them must be written
   */
  List<Change> pass(Connection connection, TablePlan plan, List<Change> before, List<Change> moving)
      throws SQLException {
    dialect.begin(connection, plan.table(), stripes(moving));
    Map<TablePlan.StatementGroup, List<Integer>> groups = new LinkedHashMap<>();
    for (int at = 0; at < before.size(); at++) {
      groups.computeIfAbsent(plan.group(before.get(at)), group -> new ArrayList<>()).add(at);
    }
    BitSet passed = new BitSet();
    for (Map.Entry<TablePlan.StatementGroup, List<Integer>> entry : groups.entrySet()) {
      List<Integer> places = entry.getValue();
      RowBatch rows =
          plan.layout(plan.passing(entry.getKey()))
              .rows(
                  places.stream().map(before::get).toList(),
                  places.stream().map(moving::get).toList());
      dialect
          .newBatch(connection, rows)
          .pass(entry.getKey().mode() == WriteMode.PARTIAL)
          .forEach(row -> passed.set(places.get(row)));
    }
    return passed.stream().mapToObj(moving::get).toList();
  }

  /**
   * Writes key changes whose rows are stored already; rows at the old keys are not moved.
   *
   * @param before the changes whose rows {@link #pass} has stored
   */
  TransactionResult writePassed(
      Connection connection, TablePlan plan, List<Change> before, List<Change> moving)
      throws SQLException {
    int occupiedKeys = 0;
    for (Map.Entry<TablePlan.StatementGroup, List<Change>> group :
        groups(plan, before).entrySet()) {
      occupiedKeys += countOccupiedKeys(connection, plan, group.getKey(), group.getValue());
    }
    return write(connection, plan, moving, List.of(), false, true).plusOccupiedKeys(occupiedKeys);
  }

  private TransactionResult write(
      Connection connection,
      TablePlan plan,
      List<Change> changes,
      List<ExchangeStrategy> strategies,
      boolean last)
      throws SQLException {
    // The statements lock rows in no fixed order: without these locks two jobs often deadlock.
    dialect.begin(connection, plan.table(), stripes(changes));
    return write(connection, plan, changes, strategies, last, false);
  }

  private TransactionResult write(
      Connection connection,
      TablePlan plan,
      List<Change> changes,
      List<ExchangeStrategy> strategies,
      boolean last,
      boolean passed)
      throws SQLException {
    boolean moved = false;
    Map<TablePlan.StatementGroup, List<Change>> groups = groups(plan, changes);
    List<TablePlan.StatementGroup> order = new ArrayList<>(groups.keySet());
    order.sort(Comparator.comparing(TablePlan.StatementGroup::mode));
    Map<TablePlan.StatementGroup, Integer> released = Map.of();
    WriteCounts counts = WriteCounts.NONE;
    TransactionResult rest =
        new TransactionResult(
            WriteCounts.NONE,
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new IdentityHashMap<>(),
            0);
    int occupiedKeys = 0;
    for (TablePlan.StatementGroup group : order) {
      if (!moved && group.mode() != WriteMode.TRUNCATE) {
        requireUnreferred(connection, plan, groups.get(plan.identities()));
        if (!passed) {
          move(connection, plan, changes);
        }
        moved = true;
        released = release(connection, plan, groups, strategies);
      }
      List<Change> members = groups.get(group);
      GuardedBatch guardedBatch = dialect.newBatch(connection, plan.layout(group).rows(members));
      boolean replaces =
          group.mode().bringsColumns()
              && strategies.stream()
                  .anyMatch(strategy -> strategy.kind() == ExchangeStrategy.ExchangeKind.REPLACE);
      occupiedKeys += last ? 0 : countOccupiedKeys(connection, plan, group, members);
      int applied = replaces ? guardedBatch.replace() : 0;
      applied +=
          group.mode() == WriteMode.PARTIAL ? arrive(connection, plan, group, members, last) : 0;
      applied += apply(plan, group.mode(), guardedBatch, members.size());
      counts = counts.plus(classifyUnapplied(group, guardedBatch, applied, members, rest));
      rejectLoss(applied, released.getOrDefault(group, 0), rest);
    }
    deleteMovedRows(connection, plan, changes, rest.missing());
    return new TransactionResult(
        counts, rest.missing(), rest.stale(), rest.suppressed(), rest.outOfOrder(), occupiedKeys);
  }

  /**
   * Counts the rows that full rows of key changes replace at their new keys, which should be free.
   */
  private int countOccupiedKeys(
      Connection connection, TablePlan plan, TablePlan.StatementGroup group, List<Change> members)
      throws SQLException {
    List<Change> arrived =
        members.stream().filter(change -> change.isMovedHere() && !change.isPartial()).toList();
    return arrived.isEmpty()
        ? 0
        : dialect.newBatch(connection, plan.layout(group).rows(arrived)).countOverwritten();
  }

  private static Map<TablePlan.StatementGroup, List<Change>> groups(
      TablePlan plan, List<Change> changes) {
    Map<TablePlan.StatementGroup, List<Change>> groups = new LinkedHashMap<>();
    TablePlan.StatementGroup last = null;
    List<Change> members = List.of();
    for (Change change : changes) {
      TablePlan.StatementGroup group = plan.group(change);
      if (!group.equals(last)) {
        last = group;
        members = groups.computeIfAbsent(group, wanted -> new ArrayList<>());
      }
      members.add(change);
    }
    return groups;
  }

  private Map<TablePlan.StatementGroup, Integer> release(
      Connection connection,
      TablePlan plan,
      Map<TablePlan.StatementGroup, List<Change>> groups,
      List<ExchangeStrategy> strategies)
      throws SQLException {
    Map<TablePlan.StatementGroup, Integer> released = new HashMap<>();
    for (Map.Entry<TablePlan.StatementGroup, List<Change>> entry : groups.entrySet()) {
      TablePlan.StatementGroup group = entry.getKey();
      if (group.mode().bringsColumns()) {
        RowBatch rows = plan.layout(group).rows(entry.getValue());
        for (ExchangeStrategy strategy : strategies) {
          released.merge(group, dialect.newBatch(connection, rows).release(strategy), Math::max);
        }
      }
    }
    return released;
  }

  /**
   * Throws if a trigger suppresses a row whose unique value was released, because that row would
   * remain without it.
   */
  private static void rejectLoss(int applied, int released, TransactionResult rest)
      throws SQLException {
    if (released > 0 && (applied < released || !rest.suppressed().isEmpty())) {
      throw RefusedWriteException.ofRow("a trigger suppresses a row that gave up its unique value");
    }
  }

  /**
   * Throws if other rows refer to the old row of a key change: they will refer to its new key, and
   * must not be deleted with the old row.
   */
  private void requireUnreferred(
      Connection connection, TablePlan plan, @Nullable List<Change> removals) throws SQLException {
    if (removals == null || plan.softDeletes()) {
      return;
    }
    List<Change> leaving = removals.stream().filter(KeyMoves::movesAway).toList();
    if (!leaving.isEmpty()) {
      dialect
          .newBatch(connection, plan.layout(plan.identities()).rows(leaving))
          .requireUnreferenced();
    }
  }

  private void move(Connection connection, TablePlan plan, List<Change> changes)
      throws SQLException {
    if (!plan.keepsMovedRows()) {
      return;
    }
    List<Change> moving = changes.stream().filter(Change::isKeyMove).toList();
    if (!moving.isEmpty()) {
      dialect.newBatch(connection, plan.layout(plan.moves()).rows(moving)).move();
    }
  }

  private int arrive(
      Connection connection,
      TablePlan plan,
      TablePlan.StatementGroup group,
      List<Change> members,
      boolean last)
      throws SQLException {
    List<Change> arriving = members.stream().filter(KeyMoves::takesMovedRow).toList();
    return arriving.isEmpty() || !plan.keepsMovedRows()
        ? 0
        : dialect
            .newBatch(connection, plan.layout(plan.arrivals(group)).rows(arriving))
            .insertMovedRows(last);
  }

  /** Deletes moved rows that no change needs any more. */
  private void deleteMovedRows(
      Connection connection, TablePlan plan, List<Change> changes, List<Change> missing)
      throws SQLException {
    if (!plan.keepsMovedRows()) {
      return;
    }
    Set<Change> incomplete = Collections.newSetFromMap(new IdentityHashMap<>());
    incomplete.addAll(missing);
    List<Change> done =
        changes.stream()
            .filter(change -> KeyMoves.ends(change) && !incomplete.contains(change))
            .toList();
    if (!done.isEmpty()) {
      dialect.newBatch(connection, plan.layout(plan.keptFor()).rows(done)).deleteMovedRows();
    }
  }

  private static int apply(TablePlan plan, WriteMode mode, GuardedBatch guardedBatch, int size)
      throws SQLException {
    return switch (mode) {
      case TRUNCATE -> truncate(plan, guardedBatch);
      case MOVE, PASSING, ARRIVAL ->
          throw new IllegalStateException(mode + " is not the mode of a single change");
      case DELETE -> {
        guardedBatch.delete();
        yield guardedBatch.insertTombstones();
      }
      case MARK -> {
        int marked = guardedBatch.update();
        yield marked == size ? marked : marked + guardedBatch.insertTombstones();
      }
      case UPSERT -> guardedBatch.upsert();
      case MERGE -> merge(guardedBatch, size);
      case PARTIAL -> guardedBatch.update();
    };
  }

  /** Applies a truncate; does nothing if the target has the same or a newer truncate. */
  private static int truncate(TablePlan plan, GuardedBatch guardedBatch) throws SQLException {
    int tombstones = guardedBatch.insertTombstones();
    if (tombstones > 0) {
      int rows = plan.softDeletes() ? guardedBatch.update() : guardedBatch.delete();
      LOG.info("a truncate of {} took {} rows", plan.name(), rows);
    }
    return tombstones;
  }

  private static int merge(GuardedBatch guardedBatch, int size) throws SQLException {
    int written = guardedBatch.update();
    if (written < size) {
      written += guardedBatch.insert();
    }
    if (written < size) {
      // Another process may have inserted the row between the two statements. The rows written
      // above are not older than themselves, so they do not count again.
      written += guardedBatch.update();
    }
    return written;
  }

  /**
   * Classifies changes that were not applied; a change whose version the target has is a duplicate.
   */
  private static WriteCounts classifyUnapplied(
      TablePlan.StatementGroup group,
      GuardedBatch guardedBatch,
      int applied,
      List<Change> members,
      TransactionResult into)
      throws SQLException {
    if (applied >= members.size()) {
      return new WriteCounts(members.size(), 0, 0);
    }
    int rest = members.size() - applied;
    int newer = 0;
    for (GuardedBatch.ExistingRow existingRow : guardedBatch.existingRows()) {
      Change change = members.get(existingRow.rowIndex());
      if (existingRow.newer()) {
        into.stale().add(change);
        newer++;
        Version version = existingRow.version();
        if (version != null && change.version().isOutOfOrderAfter(version)) {
          into.outOfOrder().put(change, version);
        }
      } else {
        (group.ignoresDeletedRows() ? into.missing() : into.suppressed()).add(change);
        rest--;
      }
    }
    int stale = Math.min(newer, rest);
    return new WriteCounts(applied, rest - stale, stale);
  }

  /**
   * Returns the stripes of the changes. A key change also locks the stripe of its new key, because
   * its row is stored for that key.
   */
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
