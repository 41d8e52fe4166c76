package io.portage.launcher.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.portage.config.JdbcUrl;
import io.portage.kafka.KafkaUnavailableException;
import io.portage.launcher.CommandException;
import io.portage.launcher.Engine;
import io.portage.launcher.inspect.JobInspection;
import io.portage.target.TargetException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console's web server: the JDK's, with a bounded pool of threads, and limits on connections
 * and on the time of requests and answers. A connection or a request beyond the limits is closed.
 */
final class ConsoleServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);
  private static final int THREADS = 32;
  private static final int WAITING = 128;

  /** Limits that the JDK's server reads from the system's properties when it is first used. */
  static final Map<String, String> LIMITS =
      Map.of(
          "jdk.httpserver.maxConnections", "256",
          "sun.net.httpserver.maxReqTime", "10",
          "sun.net.httpserver.maxRspTime", "60",
          "sun.net.httpserver.maxReqHeaders", "64",
          "sun.net.httpserver.maxReqHeaderSize", "16384",
          "sun.net.httpserver.idleInterval", "15",
          "sun.net.httpserver.nodelay", "true");

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Operations operations;
  private final RequestGuard guard;
  private final ConsoleApi api;
  private final LiveEvents events;
  private final PageFiles pages;

  private ConsoleServer(
      HttpServer server,
      Map<String, JobInspection> jobs,
      ConsoleSettings settings,
      Engine engine,
      List<String> beamOptions,
      PrintWriter audit,
      Clock clock) {
    this.server = server;
    this.pages = PageFiles.load();
    this.operations = new Operations(clock);
    this.guard = new RequestGuard(settings, server.getAddress().getPort());
    this.events = new LiveEvents(clock, LiveEvents.PAUSE, LiveEvents.LIFETIME);
    this.api =
        new ConsoleApi(
            jobs,
            settings,
            guard,
            new LetterActions(
                engine,
                beamOptions,
                operations,
                new AuditLog(audit, clock),
                settings.values(),
                clock),
            operations,
            new AnswerCache(clock),
            events,
            engine,
            beamOptions);
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            work -> {
              Thread thread = new Thread(work, "portage-console");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  /**
   * Starts a console.
   *
   * @param jobs the jobs by name; the caller closes them after the server
   * @param audit receives a line for each action
   * @throws IOException if the address cannot be bound, with the address
   */
  static ConsoleServer start(
      Map<String, JobInspection> jobs,
      ConsoleSettings settings,
      Engine engine,
      List<String> beamOptions,
      PrintWriter audit,
      Clock clock)
      throws IOException {
    LIMITS.forEach(
        (name, limit) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, limit);
          }
        });
    HttpServer server;
    try {
      server = HttpServer.create(settings.bind(), 64);
    } catch (BindException e) {
      throw new BindException(
          settings.bind().getHostString()
              + ":"
              + settings.bind().getPort()
              + " cannot be bound, another program may use it; choose another port: "
              + e.getMessage());
    }
    ConsoleServer console =
        new ConsoleServer(server, jobs, settings, engine, beamOptions, audit, clock);
    server.start();
    return console;
  }

  /** Returns the address that the server listens on. */
  InetSocketAddress address() {
    return server.getAddress();
  }

  private void handle(HttpExchange http) throws IOException {
    Exchange exchange = new Exchange(http);
    try {
      answer(exchange);
    } finally {
      exchange.close();
    }
  }

  private void answer(Exchange exchange) throws IOException {
    try {
      guard.checkSender(exchange.headers());
      String path = exchange.path();
      if (path.startsWith("/api/")) {
        api.answer(exchange);
      } else {
        page(exchange, path);
      }
    } catch (Refusal e) {
      exchange.error(e.status(), e.getMessage());
    } catch (IllegalArgumentException e) {
      exchange.error(400, shown(e));
    } catch (TargetException | KafkaUnavailableException | CommandException e) {
      exchange.error(503, shown(e));
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      LOG.warn("a request failed", e);
      exchange.error(500, "this request failed; the console's log has the cause");
    }
  }

  private static String shown(RuntimeException e) {
    return JdbcUrl.showIn(String.valueOf(e.getMessage()));
  }

  private void page(Exchange exchange, String path) throws IOException, Refusal {
    if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
      throw new Refusal(405, "only GET is allowed here");
    }
    PageFiles.PageFile file = pages.find(path).orElseThrow(() -> new Refusal(404, "no such page"));
    exchange.send(200, file.type(), file.bytes());
  }

  @Override
  public void close() {
    events.close();
    server.stop(0);
    threads.shutdownNow();
    operations.close();
  }
}
