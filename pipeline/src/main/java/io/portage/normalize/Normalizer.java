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

/** Judges change events: what each is for the target. Not thread-safe. */
public final class Normalizer {
  private final Map<String, TableNormalizer> tables = new HashMap<>();
  private final boolean ignoresUnrouted;

  /**
   * The rules of {@code config}; {@code format} reads keys, {@code nulStripped} is told of each
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
        throw new IllegalArgumentException("two tables take the changes of " + table.from());
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

  /** Gives {@code out} one call for the event, or one for each half of it. */
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

  /** Only a change that names its table can be ignored: what names none may belong to any. */
  private void unrouted(DecodedRecord event, NormalizerOutput out) {
    String named = event.envelope().table();
    String name = named == null ? event.record().coordinates().topic() : named;
    out.unrouted(name);
    if (ignoresUnrouted && named != null) {
      out.ignored(event, ChangePart.WHOLE, IgnoreReason.UNROUTED);
      return;
    }
    out.dead(
        event,
        ChangePart.WHOLE,
        FailureCause.of(
            Reason.UNKNOWN_TABLE,
            "no table of the configuration takes changes of "
                + name
                + (named == null ? "" : " (source.unrouted: ignore leaves such changes out)")));
  }

  private static @Nullable IgnoreReason housekeeping(String op) {
    return switch (op) {
      case Envelope.TOMBSTONE -> IgnoreReason.TOMBSTONE;
      case Envelope.CONTROL -> IgnoreReason.CONTROL;
      case "m" -> IgnoreReason.MESSAGE;
      default -> null;
    };
  }

  private @Nullable TableNormalizer table(DecodedRecord event) {
    String name = event.envelope().table();
    TableNormalizer named = name == null ? null : tables.get(name);
    return named != null ? named : tables.get(event.record().coordinates().topic());
  }
}
