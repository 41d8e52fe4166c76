package io.portage.launcher.check;

import io.portage.MessageTrial;
import io.portage.MessageTrial.FailureCount;
import io.portage.MessageTrial.FailureKind;
import io.portage.config.JdbcConfig;
import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.kafka.KafkaUnavailableException;
import io.portage.model.Reason;
import io.portage.target.source.RequiredSourceSetting;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Decodes the latest records of the topics and checks if they can become rows. */
final class MessageChecks {
  /** The number of the latest records that are checked, per topic. */
  static final int RECORDS = 100;

  /** The number of kinds of failures that are listed; further kinds are only counted. */
  private static final int MOST_KINDS = 10;

  private static final String ONE = "the last one";

  private MessageChecks() {}

  /**
   * Returns one line per topic, or one per kind of failure: failed if none of the records could be
   * written, a warning if only some could. Also returns one per column that depends on a source
   * setting that is not configured, and per table whose messages lack the schema that it needs:
   * failed if none of the table's messages has a schema, and else by the same rule.
   *
   * @param planned receives the statements by which the job would add columns to its tables
   */
  static List<CheckResult> run(PortageConfig config, List<String> planned) {
    List<CheckResult> checks = new ArrayList<>();
    try (MessageTrial trial = MessageTrial.open(config, Clock.systemUTC())) {
      for (String topic : trial.topics()) {
        MessageTrial.MessageTrialResult result = trial.run(topic, RECORDS);
        checks.addAll(checks(config, topic, result));
        result
            .needs()
            .forEach((table, needs) -> needs.forEach(n -> checks.add(need(result, table, n))));
        result.untypedAdditions().forEach(table -> checks.add(untyped(config, result, table)));
      }
      planned.addAll(trial.plannedStatements());
      checks.addAll(tables(config, trial.tablesOfPatterns()));
    } catch (KafkaUnavailableException | IllegalArgumentException | IllegalStateException e) {
      checks.add(CheckResult.failed("messages", String.valueOf(e.getMessage())));
    }
    return checks;
  }

  /** Returns the checks of the target's tables to which patterns lead the records. */
  private static List<CheckResult> tables(PortageConfig config, List<TableConfig> found) {
    if (found.isEmpty() || !(config.target().sink() instanceof JdbcConfig)) {
      return List.of();
    }
    List<TableConfig> all = new ArrayList<>(config.tables());
    all.removeIf(table -> table.route().isPattern());
    all.addAll(found);
    List<CheckResult> checks = new ArrayList<>();
    try (TableChecks tables = TableChecks.open(config.target())) {
      found.forEach(table -> checks.addAll(tables.run(table)));
      checks.addAll(tables.together(config.withTables(all)));
    }
    return checks;
  }

  /** Reports a table to which columns cannot be added. */
  private static CheckResult untyped(
      PortageConfig config, MessageTrial.MessageTrialResult result, String table) {
    return ofTable(
        result,
        table,
        "unknownColumns: add needs the types of the source's columns, and "
            + (result.withSchema().contains(table)
                ? "at least one of the last messages has no schema: "
                : "the messages have no schema: ")
            + (isDebezium(config)
                ? "send it (value.converter.schemas.enable=true, or Avro), or choose another setting"
                : "send it (Avro or Protobuf), or choose another setting"));
  }

  /** Reports a column whose values cannot be interpreted from all messages alone. */
  private static CheckResult need(
      MessageTrial.MessageTrialResult result, String table, RequiredSourceSetting need) {
    return ofTable(
        result,
        table,
        "column "
            + need.column()
            + (result.withSchema().contains(table)
                ? ", for messages without the schema part: "
                : ": ")
            + need.advice()
            + ", otherwise its values become dead letters");
  }

  /** Returns a failed check if no message of the table has the schema that the settings need. */
  private static CheckResult ofTable(
      MessageTrial.MessageTrialResult result, String table, String text) {
    String subject = "table " + table;
    return result.withSchema().contains(table)
        ? check(result, subject, text)
        : CheckResult.failed(subject, text);
  }

  private static List<CheckResult> checks(
      PortageConfig config, String topic, MessageTrial.MessageTrialResult result) {
    String subject = "messages of " + topic;
    if (result.records() == 0) {
      return List.of(
          CheckResult.warning(
              subject,
              "there are none yet, so it cannot be checked that the source has the columns that"
                  + " the configuration names, nor that their values fit; check again when there"
                  + " are some"));
    }
    String last = result.records() == 1 ? ONE : "the last " + result.records();
    if (result.control() == result.records()) {
      return List.of(
          CheckResult.warning(
              subject,
              last + " would be ignored as control records of the source; " + formatHint(config)));
    }
    if (result.dead() == 0) {
      return List.of(
          CheckResult.ok(
              subject,
              last
                  + " can be written"
                  + (result.ignored() == 0
                      ? ""
                      : ", except for " + result.ignored() + " ignored")));
    }
    List<CheckResult> checks = new ArrayList<>();
    for (Map.Entry<FailureKind, FailureCount> failure : result.failures().entrySet()) {
      if (checks.size() == MOST_KINDS) {
        int more = result.failures().size() - MOST_KINDS;
        checks.add(check(result, subject, "and dead letters of " + more + " further kinds"));
        break;
      }
      checks.add(check(result, subject, text(config, last, failure.getKey(), failure.getValue())));
    }
    return checks;
  }

  private static CheckResult check(
      MessageTrial.MessageTrialResult result, String subject, String text) {
    return result.written() == 0 && result.dead() > 0
        ? CheckResult.failed(subject, text)
        : CheckResult.warning(subject, text);
  }

  private static String text(
      PortageConfig config, String last, FailureKind kind, FailureCount failures) {
    String hint = hint(config, kind);
    boolean hasAdvice =
        failures.message().contains("source.debezium.")
            || (kind.reason() != Reason.UNKNOWN_TABLE
                && (failures.message().contains("source.")
                    || failures.message().contains("tables[")));
    return (last.equals(ONE) ? ONE : failures.records() + " of " + last)
        + (failures.records() == 1
            ? " would become a dead letter: "
            : " would become dead letters: ")
        + kind.stage().label()
        + " "
        + kind.reason()
        + ", table "
        + kind.table()
        + (kind.column() == null ? "" : ", column " + kind.column())
        + ": "
        + failures.message()
        + (hasAdvice || hint.isEmpty() ? "" : "; " + hint);
  }

  private static boolean isDebezium(PortageConfig config) {
    return config.source().format().debezium() != null;
  }

  private static String formatHint(PortageConfig config) {
    return "is source.format: " + config.source().format().name() + " right?";
  }

  /** Returns the setting that helps, or an empty text. */
  private static String hint(PortageConfig config, FailureKind kind) {
    return switch (kind.reason()) {
      case MALFORMED, UNKNOWN_OPERATION, MISSING_IMAGE -> formatHint(config);
      case UNKNOWN_TABLE ->
          "tables[].from has "
              + String.join(", ", config.tables().stream().map(TableConfig::from).toList());
      case MISSING_KEY -> "check tables[].key and the key that the source sends";
      case MISSING_VERSION -> "check tables[].order";
      case LOG_RESTARTED -> "set tables[].epochs";
      case FAR_PAST -> "send the time in milliseconds, or set source.earliestTime";
      case FAR_FUTURE -> "check source.maxFutureSkew and the source's clock";
      case DOES_NOT_FIT ->
          kind.misfit().contains("NUL character")
              ? "set tables[].nul: strip"
              : kind.misfit().contains("surrogate")
                  ? "correct the text at its source"
                  : isDebezium(config)
                      ? "give the column another type, or set how the connector writes it"
                          + " (source.debezium)"
                      : "give the column another type";
      case SCHEMA_MISMATCH ->
          "add the column to the target, set tables[].unknownColumns, or list the columns to write"
              + " in tables[].columns";
      case TRUNCATE -> "see tables[].truncate";
      case EXPRESSION_FAILED -> "check tables[].where and the expressions of tables[].columns";
      case REFERENCE_MISSING -> "complete the reference, or set miss: null";
      default -> "";
    };
  }
}
