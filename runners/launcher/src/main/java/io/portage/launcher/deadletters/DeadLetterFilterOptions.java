package io.portage.launcher.deadletters;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.launcher.CommandException;
import io.portage.launcher.ExitCode;
import io.portage.launcher.JobOptions;
import io.portage.model.Reason;
import io.portage.model.Stage;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that select dead letters. */
final class DeadLetterFilterOptions {
  @Mixin private JobOptions job = new JobOptions();

  @Option(
      names = "--stage",
      converter = StageConverter.class,
      description = "Only dead letters of this stage, e.g. Upsert (repeatable).")
  private List<Stage> stages = new ArrayList<>();

  @Option(
      names = "--reason",
      description = "Only dead letters with this reason, e.g. CONSTRAINT (repeatable).")
  private List<Reason> reasons = new ArrayList<>();

  @Option(
      names = "--since",
      converter = InstantConverter.class,
      description =
          "Only dead letters that failed at or after this time, e.g. 2026-09-01T12:00:00Z.")
  private @Nullable Instant since;

  @Option(
      names = "--until",
      converter = InstantConverter.class,
      description = "Only dead letters that failed before this time.")
  private @Nullable Instant until;

  @Option(
      names = "--id",
      description = "Only the dead letter with this id, resolved or not (repeatable).")
  private List<String> ids = new ArrayList<>();

  @Option(
      names = "--table",
      description = "Only dead letters of this target table, source table or topic.")
  private @Nullable String table;

  @Option(names = "--column", description = "Only dead letters that this column caused.")
  private @Nullable String column;

  @Option(
      names = "--text",
      description = "Only dead letters whose id, message or SQLState contains this text.")
  private @Nullable String text;

  @Option(names = "--all", description = "Also resolved dead letters.")
  private boolean all;

  PortageConfig config(List<String> beamOptions) throws ConfigException {
    return job.read(beamOptions);
  }

  DeadLetterFilter selection() {
    if (since != null && until != null && !since.isBefore(until)) {
      throw new CommandException(ExitCode.USAGE, "--since must be before --until");
    }
    return new DeadLetterFilter(
        stages, reasons, since, until, ids, all || !ids.isEmpty(), table, column, text);
  }

  private static final class StageConverter implements ITypeConverter<Stage> {
    @Override
    public Stage convert(String text) {
      for (Stage stage : Stage.values()) {
        if (stage.label().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))) {
          return stage;
        }
      }
      throw new TypeConversionException(
          "no stage is called '" + text + "' (" + Stage.labels() + ")");
    }
  }

  private static final class InstantConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeException malformed) {
        throw new TypeConversionException(
            "'" + text + "' is not an instant (write 2026-09-01T12:00:00Z)");
      }
    }
  }
}
