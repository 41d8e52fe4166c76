package io.portage.assess.rules;

import io.portage.assess.Finding;
import io.portage.assess.FindingKind;
import io.portage.assess.Fix;
import io.portage.assess.Fix.Place;
import io.portage.assess.facts.DatabaseFacts;
import io.portage.assess.facts.Facts;
import java.util.Locale;
import java.util.function.Consumer;

/** Finds obstacles in the binlog's settings of MariaDB and MySQL. */
final class BinlogRules {
  /** A binlog that is kept for less is reported. */
  private static final long SHORT_SECONDS = 3 * 86_400;

  private BinlogRules() {}

  static void find(Facts facts, Consumer<Finding> output) {
    DatabaseFacts source = facts.source();
    if (source == null || source.isPostgres()) {
      return;
    }
    if (!source.setting("log_bin").equalsIgnoreCase("ON")
        && !source.setting("log_bin").equals("1")) {
      output.accept(
          of(FindingKind.SOURCE_BINLOG_OFF, "log_bin", source, "log_bin = ON  # then restart"));
      return;
    }
    String format = source.setting("binlog_format").toUpperCase(Locale.ROOT);
    if (!format.isEmpty() && !format.equals("ROW")) {
      output.accept(
          of(
              FindingKind.SOURCE_BINLOG_FORMAT,
              "binlog_format",
              source,
              "SET GLOBAL binlog_format = 'ROW'; -- and in the server's file"));
    }
    String image = source.setting("binlog_row_image").toUpperCase(Locale.ROOT);
    if (!image.isEmpty() && !image.equals("FULL")) {
      output.accept(
          of(
              FindingKind.SOURCE_BINLOG_IMAGE,
              "binlog_row_image",
              source,
              "SET GLOBAL binlog_row_image = 'FULL'; -- and in the server's file"));
    }
    if (!source.setting("binlog_row_value_options").isEmpty()) {
      output.accept(
          of(
              FindingKind.SOURCE_BINLOG_PARTIAL_JSON,
              "binlog_row_value_options",
              source,
              "SET GLOBAL binlog_row_value_options = ''; -- and in the server's file"));
    }
    String metadata = source.setting("binlog_row_metadata").toUpperCase(Locale.ROOT);
    if (!metadata.isEmpty() && !metadata.equals("FULL")) {
      output.accept(
          of(
              FindingKind.SOURCE_BINLOG_METADATA,
              "binlog_row_metadata",
              source,
              "SET GLOBAL binlog_row_metadata = 'FULL';"));
    }
    expiry(source, output);
  }

  private static void expiry(DatabaseFacts source, Consumer<Finding> output) {
    String seconds = source.setting("binlog_expire_logs_seconds");
    if (seconds.isEmpty() || seconds.equals("0")) {
      return; // kept without a limit
    }
    if (Long.parseLong(seconds) < SHORT_SECONDS) {
      output.accept(
          new Finding(
              FindingKind.SOURCE_BINLOG_EXPIRY,
              "binlog_expire_logs_seconds",
              "the binlog is kept for " + Sizes.duration(Long.parseLong(seconds)),
              new Fix(Place.SERVER, "SET GLOBAL binlog_expire_logs_seconds = 604800;")));
    }
  }

  private static Finding of(FindingKind kind, String setting, DatabaseFacts source, String fix) {
    return new Finding(
        kind, setting, setting + " is " + source.setting(setting), new Fix(Place.SERVER, fix));
  }
}
