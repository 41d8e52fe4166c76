package io.portage.direct;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A gateway to a schema registry, which refuses its first requests, and is gone for some after
 * others.
 */
final class RegistryGateway implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpServer server;
  private final URI registry;
  private final AtomicInteger refusals;
  private final int until;
  private final AtomicInteger drops;
  private final AtomicInteger requests = new AtomicInteger();

  private RegistryGateway(HttpServer server, URI registry, int refusals, int until, int drops) {
    this.server = server;
    this.registry = registry;
    this.refusals = new AtomicInteger(refusals);
    this.until = until;
    this.drops = new AtomicInteger(drops);
  }

  /**
   * Starts a gateway.
   *
   * @param refusals the number of requests that it answers with HTTP 503 first
   * @param until the number of requests that it passes to the registry then
   * @param drops the number of requests whose connections it closes without an answer after that
   */
  static RegistryGateway to(String registry, int refusals, int until, int drops)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    RegistryGateway gateway =
        new RegistryGateway(server, URI.create(registry), refusals, until, drops);
    server.createContext("/", gateway::forward);
    server.start();
    return gateway;
  }

  /** Returns the URL of the registry's API through this gateway. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + registry.getPath();
  }

  /** Returns the number of requests that reached the registry. */
  int requests() {
    return requests.get();
  }

  private void forward(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (refusals.getAndDecrement() > 0) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      if (requests.get() >= until && drops.getAndDecrement() > 0) {
        return;
      }
      requests.incrementAndGet();
      HttpResponse<byte[]> answer =
          http.send(
              HttpRequest.newBuilder(registry.resolve(exchange.getRequestURI().toString())).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
