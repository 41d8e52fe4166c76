package io.portage.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.portage.config.Credential;
import io.portage.config.PortageConfig;
import io.portage.config.Secret;
import io.portage.config.reading.ConfigFiles;
import io.portage.config.reading.ConfigReader;
import io.portage.model.ChangeBatch;
import io.portage.model.StageOutput;
import io.portage.model.encoding.ChangeBatchCoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reference source that main code does not know: the package {@code rest} and one line of
 * registration.
 */
@ExtendWith(TestPipelineExtension.class)
final class ReferenceSourceTest {
  private static final String COUNTRIES =
      "country_code\tcontinent\tcountry_name\nIN\tAsia\tIndia\n";

  @TempDir Path folder;
  private HttpServer server;
  private String answer = COUNTRIES;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/countries", this::answer);
    server.start();
    ConfigFiles.write(folder, "token", "t0ken\n");
    ConfigFiles.write(folder, "query.txt", "all countries");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void namesItsSecretsUrlsAndFiles() throws Exception {
    PortageConfig config = read(rest());

    assertThat(config.secrets())
        .containsEntry(
            "references.countries.rest.token",
            Secret.referenceTo("file", folder.resolve("token").toString(), "any"));
    assertThat(config.credentials())
        .filteredOn(Credential::confidential)
        .extracting(Credential::key)
        .containsExactly("references.countries.rest.token", "target.jdbc.password");
    assertThat(config.urls()).containsEntry("references.countries.rest.url", url());
    assertThat(config.files())
        .containsExactly(
            entry("references.countries.rest.body", folder.resolve("query.txt").toString()));
  }

  @Test
  void isReadByTheStageEnrich(TestPipeline pipeline) throws Exception {
    PortageConfig config = read(rest());

    StageOutput<ChangeBatch> out =
        pipeline
            .apply(
                Create.of(
                        new ChangeBatch(
                            0,
                            List.of(
                                EnrichFixtures.upsert(EnrichFixtures.user(1, "a@x.org", "IN")))))
                    .withCoder(ChangeBatchCoder.of()))
            .apply("Enrich", EnrichRows.with(config, true, same -> new FixedTables()));

    PAssert.that(out.sidesTo(new StageOutput.SideOutputs()))
        .satisfies(
            batches -> {
              assertThat(batches.iterator().next().changes())
                  .extracting(change -> change.row().get("country_name"))
                  .containsExactly("India");
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void reportsWrongSettingsAsEveryOtherSection() {
    assertThat(problems("rest: {url: 'ftp://h', tokn: x, body: q}"))
        .containsExactlyInAnyOrder(
            "18: references.countries.rest.token: is missing",
            "18: references.countries.rest.tokn: unknown key (did you mean token?)",
            "18: references.countries.rest.url: not an HTTP URL (write http://host:port/path)");
    assertThat(problems("rest: all"))
        .containsExactly(
            "18: references.countries.rest: expected keys and values, found one value");
    assertThat(problems("rest: {url: 'http://h', token: {vault: x}, body: q}"))
        .isNotEmpty()
        .allMatch(problem -> problem.startsWith("18: references.countries.rest.token"));
    assertThat(problems("rst: {}"))
        .containsExactly(
            "17: references.countries: needs exactly one of csv, jdbc, rest",
            "18: references.countries.rst: unknown key (did you mean rest?)");
  }

  @Test
  void reportsTheReasonOfAFailedRead() throws Exception {
    PortageConfig config = read(rest());

    assertThat(ReferenceCheck.all(config))
        .containsExactly(new ReferenceCheck("countries", 1, null));
    answer = COUNTRIES + "IN\tAsia\tsecret\n";
    assertThat(problem(config)).isEqualTo("line 3 has the same country_code as an earlier entry");
    answer = "code\tcountry_name\n";
    assertThat(problem(config)).isEqualTo("there is no column country_code");
    ConfigFiles.write(folder, "token", "another");
    assertThat(problem(config)).isEqualTo("the server answers with status 401");
  }

  private static String problem(PortageConfig config) {
    return ReferenceCheck.all(config).get(0).problem();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean authorized =
        "Bearer t0ken".equals(exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(
        !authorized ? 401 : body.equals("all countries") ? 200 : 400, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/countries";
  }

  private String rest() {
    return "rest: {url: '%s', token: {file: %s}, body: %s}"
        .formatted(url(), folder.resolve("token"), folder.resolve("query.txt"));
  }

  private PortageConfig read(String source) throws Exception {
    return ConfigReader.read(
        ConfigFiles.write(folder, "job.yaml", yaml(source)), ConfigFiles.ENVIRONMENT);
  }

  private List<String> problems(String source) {
    return ConfigFiles.problems(folder, yaml(source));
  }

  /** The example configuration with another source of its reference, written to FixedTables. */
  private String yaml(String source) {
    String csv = "csv: " + ConfigFiles.countries(folder);
    return ConfigFiles.users(folder)
        .replace(csv, source)
        .replace("to: users_enriched", "to: users")
        .replaceAll("(?m)^      (name|country_code|is_corporate):.*\n", "");
  }
}
