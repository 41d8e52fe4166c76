package io.portage.assess.rules;

import io.portage.assess.Finding;
import io.portage.assess.FindingKind;
import io.portage.assess.Fix;
import io.portage.assess.Fix.Place;
import io.portage.assess.facts.DatabaseFacts;
import io.portage.assess.facts.Facts;
import io.portage.assess.facts.JobFacts.JobTable;
import io.portage.assess.facts.MessageFacts;
import io.portage.assess.facts.TableFacts;
import io.portage.assess.facts.TrialFacts;
import java.util.Set;
import java.util.function.Consumer;

/** Finds obstacles in the sampled messages and in their dry run. */
final class MessageRules {
  private MessageRules() {}

  static void find(Facts facts, Consumer<Finding> output) {
    for (TrialFacts trial : facts.trials()) {
      boolean debezium = facts.job().format().startsWith("debezium");
      trial.failures().forEach(failure -> output.accept(deadLetter(trial, failure, debezium)));
      if (trial.written() == 0 && !trial.failures().isEmpty()) {
        output.accept(
            new Finding(
                FindingKind.MESSAGE_NONE_WRITTEN,
                trial.topic(),
                "none of " + trial.records() + " records can be written",
                new Fix(Place.JOB, advice(trial.failures().get(0).reason(), debezium))));
      }
      for (TrialFacts.Need need : trial.needs()) {
        output.accept(
            new Finding(
                FindingKind.MESSAGE_MODE_UNKNOWN,
                need.table() + "." + need.column(),
                "a column of " + trial.topic() + " without a schema",
                new Fix(Place.JOB, need.advice())));
      }
    }
    if (facts.unread().containsKey(Facts.Part.MESSAGES)) {
      return;
    }
    for (JobTable job : facts.job().tables()) {
      facts
          .messages(job.from())
          .ifPresentOrElse(
              seen -> table(facts, job, seen, output),
              () ->
                  output.accept(
                      new Finding(
                          FindingKind.MESSAGE_NONE,
                          job.from(),
                          "no sampled record is a change of it",
                          new Fix(
                              Place.CONNECTOR,
                              "-- change a row of it, or order a snapshot; then assess again with"
                                  + " a larger --samples"))));
    }
  }

  private static Finding deadLetter(
      TrialFacts trial, TrialFacts.Failure failure, boolean debezium) {
    return new Finding(
        FindingKind.MESSAGE_DEAD_LETTERS,
        failure.table() + (failure.column() == null ? "" : "." + failure.column()),
        failure.records()
            + " of "
            + trial.records()
            + " records of "
            + trial.topic()
            + ": "
            + failure.stage()
            + " "
            + failure.reason()
            + ": "
            + failure.message(),
        new Fix(Place.JOB, advice(failure.reason(), debezium)));
  }

  private static String advice(String reason, boolean debezium) {
    return switch (reason) {
      case "MALFORMED", "UNKNOWN_OPERATION", "MISSING_IMAGE" -> "source:\n  format: FORMAT";
      case "UNKNOWN_TABLE" -> "source:\n  unrouted: ignore  # or name the table in tables";
      case "MISSING_KEY" -> "tables: [{key: [COLUMN]}]";
      case "MISSING_VERSION" -> "tables: [{order: time}]  # or send source.lsn and sequence";
      case "LOG_RESTARTED" -> "tables: [{epochs: [{from: TIME, epoch: 1}]}]";
      case "FAR_PAST" -> "source:\n  earliestTime: 1900-01-01T00:00:00Z  # or send milliseconds";
      case "FAR_FUTURE" -> "source:\n  maxFutureSkew: 1h  # or set the source's clock";
      case "SCHEMA_MISMATCH" -> "tables: [{unknownColumns: ignore}]  # or add the column";
      case "TRUNCATE" -> "tables: [{truncate: apply}]";
      case "EXPRESSION_FAILED" -> "tables: [{where: ..., columns: ...}]";
      case "REFERENCE_MISSING" -> "tables: [{columns: {NAME: {miss: null}}}]";
      default ->
          debezium
              ? "-- give the target's column a type that fits, or repeat the connector's mode in"
                  + " source.debezium"
              : "-- give the target's column a type that fits";
    };
  }

  private static void table(
      Facts facts, JobTable job, MessageFacts seen, Consumer<Finding> output) {
    if (seen.withSchema() == 0 && facts.job().format().startsWith("debezium-json")) {
      output.accept(
          new Finding(
              FindingKind.MESSAGE_WITHOUT_SCHEMA,
              seen.from(),
              "none of " + seen.records() + " changes has a schema",
              new Fix(
                  Place.CONNECTOR,
                  "key.converter.schemas.enable=true\nvalue.converter.schemas.enable=true")));
    }
    if (!seen.unavailable().isEmpty()) {
      output.accept(
          new Finding(
              FindingKind.MESSAGE_VALUES_UNAVAILABLE,
              seen.from(),
              "changes without the values of " + String.join(", ", seen.unavailable()),
              new Fix(Place.SOURCE, identity(facts, job))));
    }
    if (seen.unwrapped() > 0 && facts.job().format().startsWith("debezium")) {
      output.accept(
          new Finding(
              FindingKind.MESSAGE_UNWRAPPED,
              seen.from(),
              seen.unwrapped() + " of " + seen.records() + " changes",
              new Fix(Place.CONNECTOR, "-- remove ExtractNewRecordState from the transforms")));
    }
    key(facts, job, seen, output);
    if (seen.withoutPosition() > 0 && job.byPosition()) {
      output.accept(
          new Finding(
              FindingKind.MESSAGE_WITHOUT_POSITION,
              seen.from(),
              seen.withoutPosition() + " of " + seen.records() + " changes",
              new Fix(Place.JOB, "tables: [{from: " + seen.from() + ", order: time}]")));
    }
    facts.sourceTable(job).ifPresent(table -> types(seen, table, output));
  }

  private static String identity(Facts facts, JobTable job) {
    DatabaseFacts source = facts.source();
    String table =
        facts.sourceTable(job).isEmpty() || source == null
            ? job.source()
            : source.quoted(facts.sourceTable(job).get());
    return "ALTER TABLE " + table + " REPLICA IDENTITY FULL;";
  }

  private static void key(Facts facts, JobTable job, MessageFacts seen, Consumer<Finding> output) {
    boolean several =
        seen.topics().size() > 1
            || facts.topics().stream()
                .anyMatch(topic -> seen.topics().contains(topic.name()) && topic.partitions() > 1);
    if (seen.withoutKey() > 0 && several && !job.appends()) {
      output.accept(
          new Finding(
              FindingKind.MESSAGE_WITHOUT_KEY,
              seen.from(),
              seen.withoutKey() + " of " + seen.records() + " changes",
              new Fix(
                  Place.CONNECTOR,
                  "message.key.columns="
                      + seen.from()
                      + ":"
                      + String.join(",", job.key().isEmpty() ? seen.key() : job.key()))));
    }
    if (!seen.key().isEmpty()
        && !job.key().isEmpty()
        && !job.appends()
        && !Set.copyOf(seen.key()).equals(Set.copyOf(job.key()))) {
      output.accept(
          new Finding(
              FindingKind.MESSAGE_KEY_DIFFERS,
              seen.from(),
              "records have "
                  + String.join(", ", seen.key())
                  + ", the job has "
                  + String.join(", ", job.key()),
              new Fix(
                  Place.CONNECTOR,
                  "message.key.columns=" + seen.from() + ":" + String.join(",", job.key()))));
    }
  }

  private static void types(MessageFacts seen, TableFacts table, Consumer<Finding> output) {
    seen.types()
        .forEach(
            (name, type) -> {
              TableFacts.Column column = table.column(name);
              if (column == null) {
                return;
              }
              String declared = column.type();
              String object = seen.from() + "." + name;
              switch (type.kind()) {
                case FLOAT -> {
                  if (declared.startsWith("numeric")
                      || declared.startsWith("decimal")
                      || declared.equals("money")) {
                    output.accept(
                        new Finding(
                            FindingKind.MESSAGE_DECIMAL_DOUBLE,
                            object,
                            declared + " is sent as floating point",
                            new Fix(Place.CONNECTOR, "decimal.handling.mode=precise")));
                  }
                }
                case TIME, TIMESTAMP -> {
                  if (type.length() == 3 && digits(declared) > 3) {
                    output.accept(
                        new Finding(
                            FindingKind.MESSAGE_TIME_PRECISION,
                            object,
                            declared + " is sent in milliseconds",
                            new Fix(Place.CONNECTOR, "time.precision.mode=microseconds")));
                  }
                }
                default -> {}
              }
            });
  }

  /** Returns the digits of a second's fraction that a type of PostgreSQL or MariaDB keeps. */
  private static int digits(String type) {
    int open = type.indexOf('(');
    if (open >= 0) {
      return Integer.parseInt(type.substring(open + 1, type.indexOf(')', open)).trim());
    }
    return type.startsWith("timestamp without") || type.startsWith("time without") ? 6 : 0;
  }
}
