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
 * Writes rows that wait for each other (for a unique value, or for a row of the same table that
 * they refer to) together, also where they wait in different shards: each shard shows its own in a
 * table of the target, and whoever completes a cycle writes it in one transaction. Another shard
 * then finds its rows written, as duplicates.
 *
 * <p>Where that table cannot be made, only rows of one shard are written together. Not thread-safe.
 */
public final class RowExchange {
  private static final Logger LOG = LoggerFactory.getLogger(RowExchange.class);
  private static final int MOST = 1_000;

  private final BatchWriter writer;
  private final TransactionRunner transactions;
  private final String name;
  private boolean made;
  private boolean unable;

  /** An exchange by the table {@code name}. */
  public RowExchange(BatchWriter writer, TransactionRunner transactions, String name) {
    this.writer = writer;
    this.transactions = transactions;
    this.name = name;
  }

  /**
   * Whether the row may wait for one that waits for it. What refers to a row of its own table is
   * tried once more first, since the other one most often comes by itself.
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

  /** Gives those of {@code held}, each of a key of its own, that are written now. */
  public Collection<ParkedChanges> write(Collection<ParkedChanges> held) {
    Map<String, List<ParkedChanges>> tables =
        held.stream()
            .filter(one -> !unable && appliesTo(one))
            .collect(
                Collectors.groupingBy(
                    one -> one.key().table(), LinkedHashMap::new, Collectors.toList()));
    List<ParkedChanges> written = new ArrayList<>();
    tables.forEach(
        (table, rows) ->
            written.addAll(ofTable(table, rows.subList(0, Math.min(rows.size(), MOST)))));
    return written;
  }

  private Collection<ParkedChanges> ofTable(String table, List<ParkedChanges> all) {
    List<ParkedChanges> own =
        isSelfReferencing(table, all) ? all : all.stream().filter(RowExchange::isOfValues).toList();
    if (own.isEmpty()) {
      return List.of();
    }
    Map<RowKey, Change> pool = new LinkedHashMap<>();
    for (Change change : shown(table, own)) {
      pool.put(RowKey.of(change), change);
    }
    own.forEach(parkedChanges -> pool.put(parkedChanges.key(), parkedChanges.changes().get(0)));
    if (pool.size() == 1) {
      return List.of();
    }
    WriteResult result = new WriteResult();
    writer.writeTogether(KeyOrder.sorted(pool.values()), result);
    Set<RowKey> left = new HashSet<>();
    result.parked().forEach(letter -> left.add(RowKey.of(letter.change())));
    for (DeadLetter letter : result.dead()) {
      left.add(RowKey.of(letter.change()));
    }
    List<ParkedChanges> written =
        own.stream().filter(parkedChanges -> !left.contains(parkedChanges.key())).toList();
    forget(written);
    return written;
  }

  /** Whether that matters, and the table has a foreign key to itself. */
  private boolean isSelfReferencing(String table, List<ParkedChanges> rows) {
    if (rows.stream().allMatch(RowExchange::isOfValues)) {
      return false;
    }
    try {
      return transactions.rollBack(
          connection -> !transactions.dialect().foreignKeys(connection, List.of(table)).isEmpty());
    } catch (RejectedRowException e) {
      LOG.debug("whether {} refers to itself: {}", table, e.failure().message());
      return false;
    }
  }

  /** Shows these rows, and gives all that are shown. */
  private List<Change> shown(String table, List<ParkedChanges> own) {
    try {
      if (!made) {
        transactions.commit(
            connection -> {
              transactions.dialect().parkedRowTable(connection, name).create();
              return true;
            });
        made = true;
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
      // Only now: of two that show their rows at the same moment one sees the other's.
      return transactions.commit(
          connection ->
              decoded(transactions.dialect().parkedRowTable(connection, name).all(table)));
    } catch (RejectedRowException | TargetException e) {
      unable = true;
      LOG.warn(
          "rows of different shards that exchange unique values cannot be written together: the"
              + " table {} (target.waiting.table) cannot be used: {}",
          name,
          e.getMessage());
      return List.of();
    }
  }

  /** Takes back what was shown of rows that wait no longer. */
  public void forget(Collection<ParkedChanges> gone) {
    Map<String, List<ParkedChanges>> tables =
        gone.stream()
            .filter(
                parkedChanges ->
                    made && (isOfValues(parkedChanges) || isOfReferences(parkedChanges)))
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
            // What stays is harmless, and goes by its age.
            LOG.warn("rows of {} stay in {}: {}", table, name, e.getMessage());
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
      throw new IllegalStateException("a row that waits cannot be encoded", e);
    }
  }

  /** What another release has written is not for this one. */
  private static List<Change> decoded(List<byte[]> rows) throws SQLException {
    List<Change> changes = new ArrayList<>();
    for (byte[] row : rows) {
      try {
        changes.addAll(CoderUtils.decodeFromByteArray(ChangeBatchCoder.of(), row).changes());
      } catch (CoderException e) {
        LOG.debug("a row of another release is left to its owner", e);
      }
    }
    return changes;
  }
}
