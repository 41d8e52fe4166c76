package io.portage.launcher.check;

import io.portage.config.DeadLetterConfig;
import io.portage.config.JdbcConfig;
import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig;
import io.portage.config.TableConfig;
import io.portage.kafka.KafkaUnavailableException;
import io.portage.kafka.TopicAdmin;
import io.portage.launcher.CommandException;
import io.portage.launcher.ExitCode;
import io.portage.launcher.output.Plural;
import io.portage.sink.SinkProviders;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.admin.TopicDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks everything that a job needs; writes nothing. */
public final class Preflight {
  private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);

  private Preflight() {}

  /**
   * Runs all checks of {@code config}, in the order of the file; brokers and target in parallel.
   */
  static List<CheckResult> run(PortageConfig config) {
    List<CheckResult> secrets = SecretChecks.run(config);
    if (!secrets.isEmpty()) {
      return secrets;
    }
    List<CheckResult> checks = new ArrayList<>(SecretChecks.urls(config));
    FutureTask<List<CheckResult>> target = start(() -> target(config));
    checks.addAll(topics(config));
    checks.addAll(format(config));
    checks.addAll(result(target));
    return checks;
  }

  /** Returns the checks of the servers that the format needs, such as a schema registry. */
  private static List<CheckResult> format(PortageConfig config) {
    Map<String, String> problems = config.source().format().problems();
    List<CheckResult> checks = new ArrayList<>();
    problems.forEach((key, problem) -> checks.add(CheckResult.failed("source." + key, problem)));
    if (problems.isEmpty()) {
      config
          .source()
          .format()
          .urls()
          .forEach((key, url) -> checks.add(CheckResult.ok("source." + key, "answers")));
    }
    return checks;
  }

  /**
   * Starts all checks. The returned action waits for them and logs the warnings.
   *
   * @return throws a {@link CommandException} with the failed checks, {@link ExitCode#CHECK_FAILED}
   */
  public static Runnable begin(PortageConfig config) {
    FutureTask<List<CheckResult>> checks = start(() -> run(config));
    return () -> require(result(checks));
  }

  private static FutureTask<List<CheckResult>> start(Callable<List<CheckResult>> checks) {
    FutureTask<List<CheckResult>> task = new FutureTask<>(checks);
    Thread thread = new Thread(task, "portage-preflight");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static List<CheckResult> result(FutureTask<List<CheckResult>> checks) {
    try {
      return checks.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted", e);
    }
  }

  private static List<CheckResult> target(PortageConfig config) {
    List<CheckResult> checks = new ArrayList<>(ReferenceChecks.run(config));
    if (!(config.target().sink() instanceof JdbcConfig)) {
      checks.addAll(sink(config));
      return checks;
    }
    try (TableChecks tables = TableChecks.open(config.target())) {
      for (TableConfig table : config.tables()) {
        checks.addAll(
            table.route().isPattern()
                ? List.of(
                    CheckResult.ok(
                        "tables of " + table.from(),
                        "go to " + table.to() + "; each is looked up at its first change"))
                : tables.run(table));
      }
      checks.addAll(tables.together(config));
    }
    checks.addAll(TombstoneChecks.run(config, Clock.systemUTC()));
    return checks;
  }

  /** Returns the sink's own checks. */
  private static List<CheckResult> sink(PortageConfig config) {
    String subject = "target." + config.target().sink().provider();
    List<String> problems = SinkProviders.of(config).problems(config);
    return problems.isEmpty()
        ? List.of(CheckResult.ok(subject, "the sink reports no problem"))
        : problems.stream().map(problem -> CheckResult.failed(subject, problem)).toList();
  }

  /**
   * Runs all checks except those of the topics, which a replay of dead letters does not need, and
   * logs the warnings.
   *
   * @throws CommandException with the failed checks, {@link ExitCode#CHECK_FAILED}
   */
  public static void requireTarget(PortageConfig config) {
    List<CheckResult> secrets = SecretChecks.run(config);
    if (!secrets.isEmpty()) {
      require(secrets);
    }
    List<CheckResult> checks = new ArrayList<>(format(config));
    checks.addAll(target(config));
    require(checks);
  }

  /**
   * Logs the warnings; does not report passed checks.
   *
   * @throws CommandException with the failed checks, {@link ExitCode#CHECK_FAILED}
   */
  public static void require(List<CheckResult> checks) {
    checks.stream()
        .filter(check -> check.status() == CheckResult.CheckStatus.WARNING)
        .forEach(check -> LOG.warn("{}: {}", check.subject(), check.detail()));
    List<CheckResult> failed = checks.stream().filter(check -> !check.passed()).toList();
    if (!failed.isEmpty()) {
      throw new CommandException(
          ExitCode.CHECK_FAILED,
          "the job cannot run:\n  "
              + String.join("\n  ", failed.stream().map(CheckResult::toString).toList()));
    }
  }

  private static List<CheckResult> topics(PortageConfig config) {
    List<CheckResult> checks = new ArrayList<>();
    try (TopicAdmin cluster = TopicAdmin.open(config.source())) {
      checks.addAll(group(cluster, config.source().groupId()));
      List<String> topics = new ArrayList<>(cluster.names(config.source().topicSelection()));
      if (topics.isEmpty()) {
        checks.add(nothingMatches(config.source()));
      }
      if (config.deadLetters() instanceof DeadLetterConfig.KafkaDeadLetters deadLetters) {
        topics.add(deadLetters.topic());
      }
      Map<String, TopicDescription> existing = cluster.describeExisting(topics);
      for (String topic : topics) {
        TopicDescription found = existing.get(topic);
        boolean mayBeMissing =
            config.source().discovery().waitForTopics() && config.source().topics().contains(topic);
        String subject = "topic " + topic;
        if (found != null) {
          checks.add(CheckResult.ok(subject, Plural.of(found.partitions().size(), "partition")));
        } else if (mayBeMissing) {
          checks.add(CheckResult.ok(subject, "does not exist; the job waits for it"));
        } else {
          String brokers = config.source().bootstrapServers();
          checks.add(CheckResult.failed(subject, "does not exist on " + brokers));
        }
      }
    } catch (KafkaUnavailableException unavailable) {
      checks.add(CheckResult.failed("kafka", String.valueOf(unavailable.getMessage())));
    }
    return checks;
  }

  /**
   * Returns only a failed check: the job's readers do not join the group, so that a member is
   * another consumer.
   */
  private static List<CheckResult> group(TopicAdmin cluster, String group) {
    List<String> members = cluster.members(group);
    return members.isEmpty()
        ? List.of()
        : List.of(
            CheckResult.failed(
                "group " + group,
                "is in use by "
                    + String.join(", ", members.subList(0, Math.min(3, members.size())))
                    + (members.size() > 3 ? " and " + (members.size() - 3) + " more" : "")
                    + ", so this job could not commit its offsets; stop that consumer, or"
                    + " give the job a group of its own with source.kafka.groupId"));
  }

  private static CheckResult nothingMatches(SourceConfig source) {
    String subject = "source.kafka.topicPattern";
    return source.discovery().waitForTopics()
        ? CheckResult.warning(subject, "matches no topic yet; the job waits for topics")
        : CheckResult.failed(
            subject,
            "matches no topic of "
                + source.bootstrapServers()
                + " (set source.kafka.partitions.missingTopics: wait to wait for topics)");
  }
}
