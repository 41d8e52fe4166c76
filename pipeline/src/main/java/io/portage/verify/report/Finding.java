package io.portage.verify.report;

import io.portage.model.Row;
import io.portage.model.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row that is not known to be equal.
 *
 * @param table the target table
 * @param sources the entries {@code tables[].from} that may have the row
 * @param key the key, fitted to the target
 * @param kind the kind
 * @param columns the target columns that differ; empty unless both sides have the row
 * @param detail the reason, without row values; empty if the kind says it all
 * @param deadLetter the id of the dead letter that explains it, or null
 * @param version the target's version of the row or of its tombstone; null if it has neither
 * @param firstSeen the time at which the row was first seen to differ
 * @param lastSeen the time at which it was last seen to differ
 * @param values for {@code --show-values} only: the values of {@code columns}, the source's and the
 *     target's; otherwise empty
 */
public record Finding(
    String table,
    List<String> sources,
    Row key,
    DifferenceKind kind,
    List<String> columns,
    String detail,
    @Nullable String deadLetter,
    @Nullable Version version,
    Instant firstSeen,
    Instant lastSeen,
    Map<String, ValuePair> values) {
  /**
   * The two values of a column, as text.
   *
   * @param source the value that the job would write, or null
   * @param target the target's value, or null
   */
  public record ValuePair(@Nullable String source, @Nullable String target) {}

  /** Returns the key as the tombstone table has it, such as {@code ["17","DE"]}; NULL is null. */
  public String keyText() {
    return KeyText.of(key);
  }

  /** Returns true if a column of the key is NULL. */
  public boolean hasNullInKey() {
    return KeyText.hasNull(key);
  }

  /** Returns a copy with an explanation. */
  public Finding explained(DifferenceKind by, String why, @Nullable String letter) {
    return new Finding(
        table, sources, key, by, columns, why, letter, version, firstSeen, lastSeen, values);
  }

  /** The table and the kind only: the key is a row's value. */
  @Override
  public String toString() {
    return kind.label() + " " + table;
  }
}
