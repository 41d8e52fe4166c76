package io.portage.sink;

import io.portage.model.Change;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.RowKey;
import java.util.List;
import java.util.Set;

/**
 * Writes merged changes into the target. A worker opens one sink per instance of the step and calls
 * it from one thread at a time.
 *
 * <p>The caller guarantees:
 *
 * <ul>
 *   <li>The changes of a key come in their order, and a key has at most one writer at a time. An
 *       old job that is still alive beside its successor is an exception, which only the target
 *       itself can guard against.
 *   <li>Changes may come again, after a restart or a replay, and older ones after newer ones.
 * </ul>
 *
 * <p>The sink guarantees:
 *
 * <ul>
 *   <li>Guard: a write, also a delete, is conditional on the version and atomic with the comparison
 *       (a conditional UPDATE, a compare-and-set, an {@code If-Match}). Only a greater {@link
 *       Change#version()} is written; an equal one is a duplicate, a smaller one is stale. A delete
 *       leaves its version behind, so that no older change revives the row.
 *   <li>Idempotence: to write a change again, also if the result of the first write is unknown,
 *       changes nothing. It follows from the guard.
 *   <li>Order: the changes of a key are written in the order of the list. If a change is parked,
 *       later changes of its key in the same call are parked, too.
 *   <li>Results: each change gets exactly one result, by {@link WriteResult#add}, {@link
 *       WriteResult#park} or {@link WriteResult#dead}, after it is durable. A change that the
 *       target rejects at every attempt is dead; one that may succeed when another row has arrived
 *       is parked, and is handed in again later.
 *   <li>Outage: neither of them is for a target that does not answer. See {@link
 *       SinkUnavailableException}.
 * </ul>
 *
 * <p>A change is not always a whole row:
 *
 * <ul>
 *   <li>A column that is absent from {@link Change#row()} keeps its value, unless a delete that is
 *       newer than the target's row was merged into the change ({@code lineage().lastDelete()}).
 *   <li>A partial upsert ({@link Change#isPartial()}) needs a row that it completes; without one it
 *       is parked.
 *   <li>A change with {@link Change#isKeyMove()} deletes the row of its key, of which a partial row
 *       of the new key may need values.
 *   <li>{@code TRUNCATE} has neither key nor row: it deletes all older rows of the table. It comes
 *       only for tables with {@code truncate: apply}.
 * </ul>
 *
 * <p>A sink that cannot do one of these reports the change as dead.
 */
public interface Sink extends AutoCloseable {
  /**
   * Writes the changes of a batch, of one or several tables.
   *
   * @param changes at least one; a key occurs several times only next to key changes and snapshot
   *     rows
   * @param result receives the results
   * @throws SinkUnavailableException during an outage; the caller waits and calls again with {@link
   *     SinkUnavailableException#unwritten}
   * @throws io.portage.target.TargetException if an operator must intervene; the job then fails
   */
  void write(List<Change> changes, WriteResult result) throws SinkUnavailableException;

  /**
   * Writes changes whose time limit has ended: those that are parked once more become dead letters.
   * A sink that parks changes of a batch because of others, without an attempt at each, attempts
   * each one here. A change is written even if an earlier change of its key is parked. By default
   * the same as {@link #write}.
   */
  default void writeLast(List<Change> changes, WriteResult result) throws SinkUnavailableException {
    write(changes, result);
  }

  /**
   * Writes parked rows that need each other, such as two rows that exchange a unique value, in one
   * atomic step. By default none.
   *
   * @param rows at most one per key; each has a single change
   * @return the keys of those that are written now
   */
  default Set<RowKey> writeTogether(List<ParkedRow> rows) {
    return Set.of();
  }

  /**
   * Returns the advice for a row that was parked and becomes a dead letter, as the end of a
   * sentence; empty by default.
   */
  default String advice(FailureCause cause) {
    return "";
  }

  /**
   * Called for rows that are no longer parked, or are parked with several changes now. By default
   * does nothing.
   */
  default void forget(List<ParkedRow> rows) {}

  /**
   * Returns the columns in which the target's row differs from {@code change}, which explains a
   * stale replay; empty if there is no such row. By default empty: not known.
   */
  default List<String> differingColumns(Change change) {
    return List.of();
  }

  /**
   * Called often, between batches, maybe by several instances of the step: for housekeeping such as
   * the expiry of old versions. Returns soon and does not throw for an outage. By default does
   * nothing.
   */
  default void maintain() {}

  /** Releases the connections. */
  @Override
  void close();
}
