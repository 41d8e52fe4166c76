package io.portage.launcher.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.portage.launcher.Engine;
import io.portage.launcher.check.CheckResult;
import io.portage.launcher.check.JobChecks;
import io.portage.launcher.console.Operations.Operation;
import io.portage.launcher.inspect.ConfigurationTree;
import io.portage.launcher.inspect.JobInspection;
import io.portage.launcher.inspect.JobInspection.TableStates;
import io.portage.launcher.inspect.LetterQuery;
import io.portage.launcher.status.Overview;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Answers the requests below {@code /api/}. */
final class ConsoleApi {
  /** The requests that read much and run at the same time. */
  private static final int HEAVY = 4;

  /** The time for which a further one waits. */
  private static final int PATIENCE_SECONDS = 5;

  private static final String JOBS = "/api/jobs";

  private final Map<String, JobInspection> jobs;
  private final ConsoleSettings settings;
  private final RequestGuard guard;
  private final LetterActions actions;
  private final Operations operations;
  private final AnswerCache cache;
  private final LiveEvents events;
  private final Engine engine;
  private final List<String> beamOptions;
  private final Semaphore heavy = new Semaphore(HEAVY);

  ConsoleApi(
      Map<String, JobInspection> jobs,
      ConsoleSettings settings,
      RequestGuard guard,
      LetterActions actions,
      Operations operations,
      AnswerCache cache,
      LiveEvents events,
      Engine engine,
      List<String> beamOptions) {
    this.jobs = jobs;
    this.settings = settings;
    this.guard = guard;
    this.actions = actions;
    this.operations = operations;
    this.cache = cache;
    this.events = events;
    this.engine = engine;
    this.beamOptions = beamOptions;
  }

  /** A job. */
  record JobName(String name, String group) {}

  /** The jobs and what this console permits. */
  record Jobs(List<JobName> jobs, boolean actions, boolean values) {}

  /** A check. */
  record Check(String subject, String status, String detail) {}

  /** The configuration of a job. */
  record Configuration(Map<String, Object> configuration) {}

  /** The checks of a job. */
  record Checks(boolean canRun, List<Check> checks) {}

  /** Answers a request whose sender is checked. */
  void answer(Exchange exchange) throws IOException, Refusal {
    guard.checkToken(exchange.headers());
    String path = exchange.path();
    if (path.equals(JOBS)) {
      requireGet(exchange);
      exchange.json(200, jobs());
    } else if (path.startsWith("/api/operations/")) {
      requireGet(exchange);
      Operation found =
          operations
              .find(path.substring("/api/operations/".length()))
              .orElseThrow(() -> new Refusal(404, "no such operation"));
      exchange.json(200, found);
    } else if (path.startsWith(JOBS + "/")) {
      String[] parts = path.substring(JOBS.length() + 1).split("/", 2);
      JobInspection job = jobs.get(parts[0]);
      if (job == null || parts.length < 2) {
        throw new Refusal(404, "no such job");
      }
      if (exchange.method().equals("POST")) {
        act(exchange, job, parts[1]);
      } else {
        requireGet(exchange);
        show(exchange, job, parts[1]);
      }
    } else {
      throw new Refusal(404, "no such path");
    }
  }

  private static void requireGet(Exchange exchange) throws Refusal {
    if (!exchange.method().equals("GET")) {
      throw new Refusal(405, "only GET is allowed here");
    }
  }

  private Jobs jobs() {
    return new Jobs(
        jobs.values().stream()
            .map(job -> new JobName(job.config().name(), job.config().source().groupId()))
            .toList(),
        settings.actions(),
        settings.values());
  }

  private void show(Exchange exchange, JobInspection job, String what) throws IOException, Refusal {
    Parameters parameters = new Parameters(exchange.parameters());
    String name = job.config().name();
    boolean values = settings.values();
    switch (what) {
      case "overview" -> exchange.json(200, overview(job));
      case "events" -> events.stream(exchange, () -> overview(job));
      case "tables" ->
          exchange.json(200, cache.get(name + "/tables", TableStates.class, job::tables));
      case "configuration" ->
          exchange.json(200, new Configuration(ConfigurationTree.of(job.config())));
      case "reports" -> {
        ReportPaths paths = settings.reports().getOrDefault(name, ReportPaths.NONE);
        heavy(
            () ->
                exchange.json(
                    200,
                    cache.get(
                        name + "/reports",
                        Reports.class,
                        () -> new ReportReader(name, paths, values).read())));
      }
      case "checks" -> heavy(() -> exchange.json(200, checks(job)));
      case "deadletters" -> {
        LetterQuery query = parameters.letters();
        heavy(() -> exchange.json(200, job.deadLetters().page(query)));
      }
      case "deadletters/letter" -> {
        String id = parameters.text("id");
        heavy(
            () ->
                exchange.json(
                    200,
                    job.deadLetters()
                        .letter(id, values)
                        .orElseThrow(() -> new Refusal(404, "no dead letter has this id"))));
      }
      case "deadletters/preview" -> {
        List<String> ids = parameters.ids();
        heavy(() -> exchange.json(200, Map.of("letters", job.preview().of(ids))));
      }
      case "row" -> {
        String table = parameters.text("table");
        String key = parameters.text("key");
        heavy(() -> exchange.json(200, job.rows().state(table, key, values)));
      }
      case "row/waiting" -> {
        String table = parameters.text("table");
        heavy(() -> exchange.json(200, job.rows().waiting(table, values)));
      }
      case "row/records" -> {
        String table = parameters.text("table");
        String key = parameters.text("key");
        Map<String, Long> before = parameters.before();
        heavy(() -> exchange.json(200, job.rows().scan(table, key, before, values)));
      }
      default -> throw new Refusal(404, "no such path");
    }
  }

  private Overview overview(JobInspection job) {
    return cache.get(job.config().name() + "/overview", Overview.class, job::overview);
  }

  private void act(Exchange exchange, JobInspection job, String what) throws IOException, Refusal {
    guard.checkAction(exchange.headers());
    JsonNode body = exchange.body();
    String client = exchange.client();
    switch (what) {
      case "deadletters/replay" -> exchange.json(202, actions.replay(job, body, client));
      case "deadletters/preview" ->
          heavy(() -> exchange.json(200, Map.of("letters", actions.previewOfEdit(job, body))));
      case "deadletters/edit" -> exchange.json(202, actions.edit(job, body, client));
      case "deadletters/accept" -> exchange.json(200, actions.accept(job, body, client));
      default -> throw new Refusal(404, "no such action");
    }
  }

  private Checks checks(JobInspection job) {
    List<Check> checks = new ArrayList<>();
    boolean canRun = true;
    for (CheckResult check : JobChecks.run(engine, job.config(), beamOptions)) {
      canRun &= check.passed();
      checks.add(
          new Check(
              check.subject(), check.status().name().toLowerCase(Locale.ROOT), check.detail()));
    }
    return new Checks(canRun, checks);
  }

  /** Work that reads much. */
  private interface HeavyWork {
    void run() throws IOException, Refusal;
  }

  private void heavy(HeavyWork work) throws IOException, Refusal {
    boolean isFree;
    try {
      isFree = heavy.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      isFree = false;
    }
    if (!isFree) {
      throw new Refusal(503, "this console is busy: try again in a few seconds");
    }
    try {
      work.run();
    } finally {
      heavy.release();
    }
  }
}
