package io.portage.normalize;

import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig.UnroutedPolicy;
import io.portage.config.TableConfig;
import io.portage.expression.Expression;
import io.portage.expression.ExpressionException;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.IgnoreReason;
import io.portage.target.TargetTables;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Routes change events to their tables and normalizes them. Not thread-safe. */
public final class Normalizer {
  private final Map<String, TableNormalizer> tables = new HashMap<>();
  private final boolean ignoresUnrouted;

  /**
   * A normalizer for {@code config}; {@code format} decodes keys, {@code nulStripped} runs for each
   * value that lost a NUL.
   */
  public Normalizer(
      PortageConfig config,
      Format format,
      TargetTables targetTables,
      Clock clock,
      Runnable nulStripped) {
    this.ignoresUnrouted = config.source().unrouted() == UnroutedPolicy.IGNORE;
    for (TableConfig table : config.tables()) {
      TableNormalizer normalizer =
          new TableNormalizer(
              table,
              format,
              new TargetTableCache(table, config.source(), targetTables, clock, nulStripped),
              new VersionExtractor(table, config.source().maxFutureSkew(), clock),
              filter(table));
      if (tables.put(table.from(), normalizer) != null) {
        throw new IllegalArgumentException(
            "two tables are configured for changes of " + table.from());
      }
    }
  }

  private static @Nullable RowFilter filter(TableConfig table) {
    String where = table.where();
    if (where == null) {
      return null;
    }
    try {
      return new RowFilter(Expression.compile(where));
    } catch (ExpressionException e) {
      throw new IllegalArgumentException("table " + table.from() + ": " + e.getMessage(), e);
    }
  }

  /** Calls {@code out} once for the event, or once for each half of it. */
  public void normalize(DecodedRecord event, NormalizerOutput out) {
    IgnoreReason housekeeping = housekeeping(event.envelope().op());
    if (housekeeping != null) {
      out.ignored(event, ChangePart.WHOLE, housekeeping);
      return;
    }
    TableNormalizer table = table(event);
    if (table != null) {
      table.normalize(event, out);
      return;
    }
    unrouted(event, out);
  }

  /**
   * Rejects or ignores an event without a configured table. Only an event that names its table can
   * be ignored: one without a table may belong to any.
   */
  private void unrouted(DecodedRecord event, NormalizerOutput out) {
    String routed = event.envelope().table();
    String name = routed == null ? event.record().coordinates().topic() : routed;
    out.unrouted(name);
    if (ignoresUnrouted && routed != null) {
      out.ignored(event, ChangePart.WHOLE, IgnoreReason.UNROUTED);
      return;
    }
    out.dead(
        event,
        ChangePart.WHOLE,
        FailureCause.of(
            Reason.UNKNOWN_TABLE,
            "no table is configured for changes of "
                + name
                + (routed == null ? "" : " (source.unrouted: ignore skips such changes)")));
  }

  private static @Nullable IgnoreReason housekeeping(String op) {
    return switch (op) {
      case Envelope.TOMBSTONE -> IgnoreReason.TOMBSTONE;
      case Envelope.CONTROL -> IgnoreReason.CONTROL;
      case Envelope.HEARTBEAT -> IgnoreReason.HEARTBEAT;
      case Envelope.TRANSACTION -> IgnoreReason.TRANSACTION;
      case Envelope.SCHEMA_CHANGE -> IgnoreReason.SCHEMA_CHANGE;
      case "m" -> IgnoreReason.MESSAGE;
      default -> null;
    };
  }

  private @Nullable TableNormalizer table(DecodedRecord event) {
    String name = event.envelope().table();
    TableNormalizer routed = name == null ? null : tables.get(name);
    return routed != null ? routed : tables.get(event.record().coordinates().topic());
  }
}
