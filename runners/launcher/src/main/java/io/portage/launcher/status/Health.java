package io.portage.launcher.status;

import io.portage.launcher.output.Plural;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * The state of a job in one sentence.
 *
 * @param level {@code ok}, {@code warning} or {@code error}
 * @param sentence the state, for display
 */
public record Health(String level, String sentence) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final Duration STILL = Duration.ofSeconds(20);

  /**
   * The known facts of a job at one moment.
   *
   * @param now the moment
   * @param kafkaProblem why the brokers do not answer, or null
   * @param kafkaSince since when, or null if this process has not seen the beginning
   * @param targetProblem why the target does not answer, or null
   * @param targetSince since when, or null if this process has not seen the beginning
   * @param started true if the group has committed an offset
   * @param lag the records that have no committed outcome
   * @param oldest the time of the oldest of them, or null if it is not known
   * @param movedAt since when the committed offsets are the same
   * @param difference of the live ledger: below 0, there are more outcomes than records
   * @param parked the keys that are parked, 0 if it is not known; their partitions' offsets wait
   */
  public record Facts(
      Instant now,
      @Nullable String kafkaProblem,
      @Nullable Instant kafkaSince,
      @Nullable String targetProblem,
      @Nullable Instant targetSince,
      boolean started,
      long lag,
      @Nullable Instant oldest,
      Instant movedAt,
      long difference,
      long parked) {}

  /** Returns the most important fact. */
  static Health of(Facts facts) {
    Health outage = outage(facts);
    return outage == null ? withLedger(progress(facts), facts.difference()) : outage;
  }

  /**
   * Returns the most important fact, and the dead letters.
   *
   * @param unresolved the number of unresolved dead letters; null if they cannot be read
   */
  static Health of(Facts facts, @Nullable Integer unresolved) {
    Health outage = outage(facts);
    if (outage != null) {
      return outage;
    }
    Health progress = withLedger(progress(facts), facts.difference());
    if (unresolved == null || unresolved == 0) {
      return new Health(
          progress.level(),
          progress.sentence() + (unresolved == null ? "; the dead letters cannot be read" : ""));
    }
    return new Health(
        progress.level().equals("ok") ? "warning" : progress.level(),
        progress.sentence() + "; " + Plural.of(unresolved, "unresolved dead letter"));
  }

  private static @Nullable Health outage(Facts facts) {
    if (facts.kafkaProblem() != null) {
      return new Health("error", waiting("Kafka", facts.kafkaSince(), facts.kafkaProblem()));
    }
    if (facts.targetProblem() != null) {
      return new Health(
          "error", waiting("the database", facts.targetSince(), facts.targetProblem()));
    }
    return null;
  }

  /** Returns the health and, if there are more outcomes than records, the difference. */
  private static Health withLedger(Health progress, long difference) {
    return difference >= 0
        ? progress
        : new Health(
            progress.level().equals("ok") ? "warning" : progress.level(),
            progress.sentence()
                + "; the ledger of this run does not add up, "
                + Plural.of(-difference, "more outcome")
                + " than records: a restart of the job repeats counts, and does not repeat rows");
  }

  private static Health progress(Facts facts) {
    if (!facts.started() && facts.lag() > 0) {
      return new Health(
          "warning",
          "the group has no committed offset yet; " + Plural.of(facts.lag(), "record", "wait"));
    }
    if (facts.lag() == 0) {
      return new Health("ok", "up to date: every record has an outcome");
    }
    Duration still = Duration.between(facts.movedAt(), facts.now());
    boolean isStill = still.compareTo(STILL) >= 0;
    if (facts.parked() > 0) {
      return new Health(
          "warning",
          Plural.of(facts.parked(), "key", "wait")
              + " for another row (Tables names it), and "
              + Plural.of(facts.lag(), "record", "have")
              + " no committed outcome"
              + oldest(facts)
              + (isStill ? "; nothing moves since " + TIME.format(facts.movedAt()) + " UTC" : ""));
    }
    if (isStill) {
      return new Health(
          "error",
          "nothing moves since "
              + TIME.format(facts.movedAt())
              + " UTC: "
              + Plural.of(facts.lag(), "record", "have")
              + " no committed outcome; is the job running, and does the database hold a lock?");
    }
    return new Health("ok", "behind by " + Plural.of(facts.lag(), "record") + oldest(facts));
  }

  private static String oldest(Facts facts) {
    return facts.oldest() == null
        ? ""
        : ", the oldest from " + TIME.format(facts.oldest()) + " UTC";
  }

  private static String waiting(String server, @Nullable Instant since, String problem) {
    return "waiting for "
        + server
        + (since == null ? "" : " since " + TIME.format(since) + " UTC")
        + ": "
        + problem;
  }
}
