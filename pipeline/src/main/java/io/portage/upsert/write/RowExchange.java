package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.ChangeBatch;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.RowKey;
import io.portage.model.encoding.ChangeBatchCoder;
import io.portage.model.encoding.ChangeSize;
import io.portage.sink.ParkedRow;
import io.portage.sink.WriteResult;
import io.portage.target.FailureKind;
import io.portage.target.ParkedRowTable;
import io.portage.target.RejectedRowException;
import io.portage.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * <p>If that table cannot be created, only rows of one shard are written together. Of more than
 * {@value #MAX_ROWS} rows of a shard and table, a part is tried with each call: rows of different
 * parts may stay parked, and become dead letters. Not thread-safe.
 */
public final class RowExchange {
  private static final Logger LOG = LoggerFactory.getLogger(RowExchange.class);

  /** The greatest number of rows of a table that are tried together. */
  static final int MAX_ROWS = 5_000;

  /** Half of what another shard reads of the published rows. */
  private static final long MAX_BYTES = 8L << 20;

  private final BatchWriter writer;
  private final TransactionRunner transactions;
  private final String name;
  private boolean created;
  private boolean unusable;
  private int turn;

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
  private boolean appliesTo(ParkedRow parked) {
    return isPublishable(parked) && (isOfValues(parked) || isOfReferences(parked));
  }

  /** False for a row that newer changes have made a delete. */
  private static boolean isPublishable(ParkedRow parked) {
    return parked.change().op() == Op.UPSERT;
  }

  /** Returns true if a change is parked because another row has its value. */
  public boolean concernsUniqueValue(FailureCause cause) {
    return kind(cause) == FailureKind.UNIQUE;
  }

  private boolean isOfValues(ParkedRow parked) {
    return concernsUniqueValue(parked.cause());
  }

  private boolean isOfReferences(ParkedRow parked) {
    return kind(parked.cause()) == FailureKind.FOREIGN_KEY && parked.attempts() > 1;
  }

  private FailureKind kind(FailureCause cause) {
    String state = cause.sqlState();
    return state == null ? FailureKind.OTHER : transactions.dialect().kind(state);
  }

  /**
   * Writes row exchanges among {@code parked}, which has one element per key; returns the rows that
   * are written now.
   */
  public Collection<ParkedRow> write(Collection<ParkedRow> parked) {
    forget(parked.stream().filter(one -> !isPublishable(one)).toList());
    Map<String, List<ParkedRow>> tables =
        parked.stream()
            .filter(this::appliesTo)
            .collect(
                Collectors.groupingBy(
                    one -> one.key().table(), LinkedHashMap::new, Collectors.toList()));
    List<ParkedRow> written = new ArrayList<>();
    tables.forEach((table, rows) -> written.addAll(writeTable(table, some(rows))));
    return written;
  }

  /** Returns as many of the rows as are tried together; of too many, others with each call. */
  private List<ParkedRow> some(List<ParkedRow> rows) {
    int from = turn;
    int end = 0;
    long bytes = 0;
    List<ParkedRow> some = new ArrayList<>();
    while (end < Math.min(rows.size(), MAX_ROWS) && bytes <= MAX_BYTES) {
      ParkedRow next = rows.get((from + end) % rows.size());
      bytes += ChangeSize.of(next.change());
      some.add(next);
      end++;
    }
    if (end < rows.size()) {
      // By half: rows next to each other are tried together in one of two calls.
      turn = (from + Math.max(1, end / 2)) % rows.size();
    }
    return some;
  }

  private Collection<ParkedRow> writeTable(String table, List<ParkedRow> all) {
    List<ParkedRow> own =
        isSelfReferencing(table, all) ? all : all.stream().filter(this::isOfValues).toList();
    if (own.isEmpty()) {
      return List.of();
    }
    Map<RowKey, Change> pool = new LinkedHashMap<>();
    for (Change change : publish(table, own)) {
      pool.put(RowKey.of(change), change);
    }
    own.forEach(parked -> pool.put(parked.key(), parked.change()));
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
    List<ParkedRow> written = own.stream().filter(parked -> !left.contains(parked.key())).toList();
    forget(written);
    return written;
  }

  /**
   * True if a row needs a row of its own table: one is rejected by a foreign key, and the table has
   * a foreign key to itself.
   */
  private boolean isSelfReferencing(String table, List<ParkedRow> rows) {
    if (rows.stream().allMatch(this::isOfValues)) {
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
  private List<Change> publish(String table, List<ParkedRow> own) {
    if (unusable) {
      return List.of();
    }
    try {
      if (!created) {
        created = transactions.commit(this::create);
        unusable = !created;
        if (unusable) {
          return List.of();
        }
      }
      byte[][] changes = own.stream().map(RowExchange::encoded).toArray(byte[][]::new);
      transactions.commit(
          connection -> {
            published(connection).put(table, hashes(own), changes);
            return true;
          });
      // A transaction of its own: of two shards that publish at the same time, one then sees the
      // other's rows.
      return transactions.commit(connection -> decoded(published(connection).all(table)));
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

  /** Creates the table of published rows. Returns false if the dialect has none. */
  private boolean create(Connection connection) throws SQLException {
    Optional<ParkedRowTable> published = transactions.dialect().parkedRowTable(connection, name);
    if (published.isPresent()) {
      published.get().create();
    }
    return published.isPresent();
  }

  private ParkedRowTable published(Connection connection) {
    return transactions.dialect().parkedRowTable(connection, name).orElseThrow();
  }

  /**
   * Removes rows that may be published and are no longer parked as one upsert; does nothing if this
   * writer has published none.
   */
  public void forget(Collection<ParkedRow> removed) {
    Map<String, List<ParkedRow>> tables =
        removed.stream()
            .filter(one -> created)
            .collect(Collectors.groupingBy(parked -> parked.key().table()));
    tables.forEach(
        (table, rows) -> {
          try {
            transactions.commit(
                connection -> {
                  published(connection).remove(table, hashes(rows));
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

  private static long[] hashes(List<ParkedRow> rows) {
    return rows.stream().mapToLong(parked -> parked.key().stableHash()).toArray();
  }

  private static byte[] encoded(ParkedRow parked) {
    try {
      return CoderUtils.encodeToByteArray(
          ChangeBatchCoder.of(), new ChangeBatch(0, List.of(parked.change())));
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
