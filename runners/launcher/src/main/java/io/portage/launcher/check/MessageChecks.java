package io.portage.launcher.check;

import io.portage.MessageTrial;
import io.portage.MessageTrial.FailureCount;
import io.portage.MessageTrial.FailureKind;
import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.kafka.KafkaUnavailableException;
import io.portage.model.Reason;
import io.portage.target.source.RequiredSourceSetting;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tries what lies in the topics: would it become rows, or dead letters? */
final class MessageChecks {
  /** How many of the last records of each topic are tried. */
  static final int RECORDS = 100;

  /** Kinds of failures beyond so many are told as a number. */
  private static final int MOST_KINDS = 10;

  private static final String ONE = "the last one";

  private MessageChecks() {}

  /**
   * For each topic one line, or one for each kind of failure: failed where none of the records
   * could be written, a warning where some could not. And a failed one for each column that needs a
   * setting of the source which is not there.
   */
  static List<CheckResult> run(PortageConfig config) {
    List<CheckResult> checks = new ArrayList<>();
    try (MessageTrial trial = MessageTrial.open(config, Clock.systemUTC())) {
      for (String topic : config.source().topics()) {
        MessageTrial.MessageTrialResult result = trial.run(topic, RECORDS);
        checks.addAll(judge(config, topic, result));
        result.needs().forEach((table, needs) -> needs.forEach(n -> checks.add(need(table, n))));
      }
    } catch (KafkaUnavailableException | IllegalArgumentException | IllegalStateException e) {
      checks.add(CheckResult.failed("messages", String.valueOf(e.getMessage())));
    }
    return checks;
  }

  /** Of a column for which the messages do not tell what its values stand for. */
  private static CheckResult need(String table, RequiredSourceSetting need) {
    return CheckResult.failed("table " + table, "column " + need.column() + ": " + need.advice());
  }

  private static List<CheckResult> judge(
      PortageConfig config, String topic, MessageTrial.MessageTrialResult result) {
    String subject = "messages of " + topic;
    if (result.records() == 0) {
      return List.of(
          CheckResult.warning(
              subject,
              "there are none yet, so that nothing tells whether the source has the columns that"
                  + " the configuration names, nor whether their values fit; check again when there"
                  + " are some"));
    }
    String last = result.records() == 1 ? ONE : "the last " + result.records();
    if (result.control() == result.records()) {
      return List.of(
          CheckResult.warning(
              subject,
              last + " would be ignored as control messages of the source; " + formatHint(config)));
    }
    if (result.dead() == 0) {
      return List.of(
          CheckResult.ok(
              subject,
              last
                  + " can be written"
                  + (result.ignored() == 0 ? "" : ", but for " + result.ignored() + " ignored")));
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
    return result.written() == 0
        ? CheckResult.failed(subject, text)
        : CheckResult.warning(subject, text);
  }

  private static String text(
      PortageConfig config, String last, FailureKind kind, FailureCount failures) {
    String hint = hint(config, kind);
    boolean told =
        kind.reason() != Reason.UNKNOWN_TABLE
            && (failures.message().contains("source.") || failures.message().contains("tables["));
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
        + (told || hint.isEmpty() ? "" : "; " + hint);
  }

  private static String formatHint(PortageConfig config) {
    return "is source.format: " + config.source().format().label() + " right?";
  }

  /** The setting that helps, where one does. */
  private static String hint(PortageConfig config, FailureKind kind) {
    return switch (kind.reason()) {
      case MALFORMED, UNKNOWN_OPERATION, MISSING_IMAGE -> formatHint(config);
      case UNKNOWN_TABLE ->
          "tables[].from has "
              + String.join(", ", config.tables().stream().map(TableConfig::from).toList());
      case MISSING_KEY -> "look at tables[].key and at what the source sends as its key";
      case MISSING_VERSION -> "look at tables[].order";
      case FAR_FUTURE -> "look at source.maxFutureSkew and the source's clock";
      case DOES_NOT_FIT ->
          "give the column another type, or say how the connector writes it (source.debezium)";
      case SCHEMA_MISMATCH ->
          "add the column to the target, or list in tables[].columns what is to be written";
      case TRUNCATE -> "see tables[].truncate";
      case EXPRESSION_FAILED -> "look at tables[].where and the expressions of tables[].columns";
      case REFERENCE_MISSING -> "complete the reference, or set miss: null";
      default -> "";
    };
  }
}
