package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.ChangeBatch;
import io.portage.model.DeadLetter;
import io.portage.model.RowKey;
import io.portage.model.encoding.ChangeBatchCoder;
import io.portage.target.RejectedRowException;
import io.portage.target.TargetException;
import io.portage.upsert.parking.ParkedChanges;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes parked rows that need each other (for a unique value, or for a row of the same table that
 * they refer to) together, even if they are parked in different shards. Each shard publishes its
 * own rows in a table of the target; the shard that completes a cycle writes it in one transaction.
 * The other shards then find their rows written, as duplicates.
 *
 * <p>If that table cannot be created, only rows of one shard are written together. Not thread-safe.
 */
public final class RowExchange {
  private static final Logger LOG = LoggerFactory.getLogger(RowExchange.class);
  private static final int MAX_ROWS = 1_000;

  private final BatchWriter writer;
  private final TransactionRunner transactions;
  private final String name;
  private boolean created;
  private boolean unusable;

  /**
   * Creates a row exchange.
   *
   * @param name the table of the target in which parked rows are published
   */
  public RowExchange(BatchWriter writer, TransactionRunner transactions, String name) {
    this.writer = writer;
    this.transactions = transactions;
    this.name = name;
  }

  /**
   * True if the row may need another row that needs it. A row that refers to its own table is
   * retried once before, because the other row usually arrives by itself.
   */
  private boolean appliesTo(ParkedChanges parkedChanges) {
    return parkedChanges.changes().size() == 1
        && parkedChanges.changes().get(0).op() == Op.UPSERT
        && (isOfValues(parkedChanges) || isOfReferences(parkedChanges));
  }

  private static boolean isOfValues(ParkedChanges parkedChanges) {
    return "23505".equals(parkedChanges.cause().sqlState())
        || "23P01".equals(parkedChanges.cause().sqlState());
  }

  private static boolean isOfReferences(ParkedChanges parkedChanges) {
    return "23503".equals(parkedChanges.cause().sqlState()) && parkedChanges.attempts() > 1;
  }

  /**
   * Writes row exchanges among {@code parked}, which has one element per key; returns the rows that
   * are written now.
   */
  public Collection<ParkedChanges> write(Collection<ParkedChanges> parked) {
    Map<String, List<ParkedChanges>> tables =
        parked.stream()
            .filter(one -> !unusable && appliesTo(one))
            .collect(
                Collectors.groupingBy(
                    one -> one.key().table(), LinkedHashMap::new, Collectors.toList()));
    List<ParkedChanges> written = new ArrayList<>();
    tables.forEach(
        (table, rows) ->
            written.addAll(writeTable(table, rows.subList(0, Math.min(rows.size(), MAX_ROWS)))));
    return written;
  }

  private Collection<ParkedChanges> writeTable(String table, List<ParkedChanges> all) {
    List<ParkedChanges> own =
        isSelfReferencing(table, all) ? all : all.stream().filter(RowExchange::isOfValues).toList();
    if (own.isEmpty()) {
      return List.of();
    }
    Map<RowKey, Change> pool = new LinkedHashMap<>();
    for (Change change : publish(table, own)) {
      pool.put(RowKey.of(change), change);
    }
    own.forEach(parkedChanges -> pool.put(parkedChanges.key(), parkedChanges.changes().get(0)));
    if (pool.size() == 1) {
      return List.of();
    }
    WriteResult result = new WriteResult();
    writer.writeTogether(KeyOrder.sorted(pool.values()), result);
    Set<RowKey> left = new HashSet<>();
    result.parked().forEach(deadLetter -> left.add(RowKey.of(deadLetter.changeOrThrow())));
    for (DeadLetter deadLetter : result.dead()) {
      left.add(RowKey.of(deadLetter.changeOrThrow()));
    }
    List<ParkedChanges> written =
        own.stream().filter(parkedChanges -> !left.contains(parkedChanges.key())).toList();
    forget(written);
    return written;
  }

  /**
   * True if a row needs a row of its own table: one is rejected by a foreign key, and the table has
   * a foreign key to itself.
   */
  private boolean isSelfReferencing(String table, List<ParkedChanges> rows) {
    if (rows.stream().allMatch(RowExchange::isOfValues)) {
      return false;
    }
    try {
      return transactions.rollBack(
          connection -> !transactions.dialect().foreignKeys(connection, List.of(table)).isEmpty());
    } catch (RejectedRowException e) {
      LOG.debug("the foreign keys of {} cannot be read: {}", table, e.failure().message());
      return false;
    }
  }

  /** Publishes these rows, and returns all that are published. */
  private List<Change> publish(String table, List<ParkedChanges> own) {
    try {
      if (!created) {
        transactions.commit(
            connection -> {
              transactions.dialect().parkedRowTable(connection, name).create();
              return true;
            });
        created = true;
      }
      byte[][] changes = own.stream().map(RowExchange::encoded).toArray(byte[][]::new);
      transactions.commit(
          connection -> {
            transactions
                .dialect()
                .parkedRowTable(connection, name)
                .put(table, hashes(own), changes);
            return true;
          });
      // A transaction of its own: of two shards that publish at the same time, one then sees the
      // other's rows.
      return transactions.commit(
          connection ->
              decoded(transactions.dialect().parkedRowTable(connection, name).all(table)));
    } catch (RejectedRowException | TargetException e) {
      unusable = true;
      LOG.warn(
          "rows of different shards that exchange unique values cannot be written together: the"
              + " table {} (target.waiting.table) cannot be used: {}",
          name,
          e.getMessage());
      return List.of();
    }
  }

  /** Removes published rows that are no longer parked. */
  public void forget(Collection<ParkedChanges> removed) {
    Map<String, List<ParkedChanges>> tables =
        removed.stream()
            .filter(
                parkedChanges ->
                    created && (isOfValues(parkedChanges) || isOfReferences(parkedChanges)))
            .collect(Collectors.groupingBy(parkedChanges -> parkedChanges.key().table()));
    tables.forEach(
        (table, rows) -> {
          try {
            transactions.commit(
                connection -> {
                  transactions
                      .dialect()
                      .parkedRowTable(connection, name)
                      .remove(table, hashes(rows));
                  return true;
                });
          } catch (RejectedRowException e) {
            // A row that stays does no harm and is removed by its age.
            LOG.warn(
                "rows of {} that are no longer parked cannot be removed from {}: {}",
                table,
                name,
                e.getMessage());
          }
        });
  }

  private static long[] hashes(List<ParkedChanges> rows) {
    return rows.stream().mapToLong(parkedChanges -> parkedChanges.key().stableHash()).toArray();
  }

  private static byte[] encoded(ParkedChanges parkedChanges) {
    try {
      return CoderUtils.encodeToByteArray(
          ChangeBatchCoder.of(), new ChangeBatch(0, parkedChanges.changes()));
    } catch (CoderException e) {
      throw new IllegalStateException("a parked row cannot be encoded", e);
    }
  }

  /** Decodes the published rows; skips those that another release has written. */
  private static List<Change> decoded(List<byte[]> rows) throws SQLException {
    List<Change> changes = new ArrayList<>();
    for (byte[] row : rows) {
      try {
        changes.addAll(CoderUtils.decodeFromByteArray(ChangeBatchCoder.of(), row).changes());
      } catch (CoderException e) {
        LOG.debug("a published row of another release is skipped", e);
      }
    }
    return changes;
  }
}
