package io.portage.decode.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.HandClock;
import io.portage.config.Secret;
import io.portage.decode.registry.RegisteredSchema.ReferencedSchema;
import io.portage.decode.registry.RegistryConfig.RegistryAccess;
import io.portage.decode.registry.RegistryConfig.StoreFile;
import io.portage.decode.registry.SchemaId.IdKind;
import io.portage.target.TargetException;
import io.portage.target.connection.Sleeper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryTest {
  private static final SchemaId SEVEN = SchemaId.of(IdKind.ID, 7);
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Instant START = Instant.parse("2024-09-17T00:00:00Z");

  private final HandClock clock = new HandClock(START);
  private final AtomicInteger pauses = new AtomicInteger();
  private Duration answer = ANSWER;
  private RegistryServer server;

  @BeforeEach
  void start() throws IOException {
    server = RegistryServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void fetchesASchemaOnceAndKeepsIt() throws UnknownSchemaException {
    server.schema(7, "\"string\"", "");
    SchemaRegistry registry = registry();

    assertThat(registry.get(SEVEN))
        .isEqualTo(new RegisteredSchema("AVRO", "\"string\"", List.of()));
    server.close();
    assertThat(registry.get(SEVEN).text()).isEqualTo("\"string\"");
    assertThat(server.requests()).containsExactly("/schemas/ids/7");
  }

  @Test
  void fetchesReferencesBeforeWhatRefersToThem() throws UnknownSchemaException {
    server
        .schema(7, "A", references("b", "sub/b", 2) + ",\"schemaType\":\"AVRO\"")
        .answer(
            "/subjects/sub%2Fb/versions/2",
            200, RegistryServer.body("B", references("c", "c d", 1)))
        .answer(
            "/subjects/c%20d/versions/1",
            200, RegistryServer.body("C", references("b", "sub/b", 2)));

    assertThat(registry().get(SEVEN).references())
        .containsExactly(new ReferencedSchema("c", "C"), new ReferencedSchema("b", "B"));
  }

  @Test
  void asksForAGuidAndForApicuriosIds() throws UnknownSchemaException {
    server
        .answer(
            "/schemas/guids/00000000-0000-0001-0000-000000000002",
            200,
            RegistryServer.body("\"int\"", ",\"schemaType\":\"PROTOBUF\""))
        .answer("/v2/ids/globalIds/5", 200, "A")
        .answer(
            "/v2/ids/globalIds/5/references",
            200,
            "[{\"groupId\":\"g\",\"artifactId\":\"b\",\"name\":\"x.B\",\"version\":\"1\"}]")
        .answer("/v2/groups/g/artifacts/b/versions/1", 200, "B")
        .answer("/v2/groups/g/artifacts/b/versions/1/references", 200, "[]");

    assertThat(registry().get(new SchemaId(IdKind.GUID, 1, 2)).type()).isEqualTo("PROTOBUF");
    assertThat(
            registry(server.url() + "/v2", WireForm.APICURIO_GLOBAL_ID, RegistryAccess.NONE)
                .get(SchemaId.of(IdKind.GLOBAL_ID, 5)))
        .isEqualTo(new RegisteredSchema("", "A", List.of(new ReferencedSchema("x.B", "B"))));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 429, 408, 200})
  void waitsWhileTheRegistryIsDown(int status) throws UnknownSchemaException {
    server.answer("/schemas/ids/7", status, status == 200 ? "<html>" : "");

    SchemaRegistry registry = registryThatRecoversAfter(5);

    assertThat(registry.get(SEVEN).text()).isEqualTo("\"string\"");
    assertThat(pauses).hasValue(5);
  }

  @Test
  void waitsForARegistryThatDoesNotAnswer() throws UnknownSchemaException {
    server.hang("/schemas/ids/7");
    answer = Duration.ofMillis(300);

    assertThat(registryThatRecoversAfter(2).get(SEVEN).text()).isEqualTo("\"string\"");
  }

  @Test
  void anotherServersNotFoundIsNotAnUnknownId() throws UnknownSchemaException {
    server.answer("/schemas/ids/7", 404, "<html>nginx</html>");

    assertThat(registryThatRecoversAfter(20).get(SEVEN).text()).isEqualTo("\"string\"");
  }

  @Test
  void asksForAnUnknownIdForALimitedTime() {
    SchemaRegistry registry = registry();

    assertThatThrownBy(() -> registry.get(SEVEN))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessage("is not in the registry");

    assertThat(Duration.between(START, clock.instant())).isBetween(WAIT, WAIT.plusSeconds(2));
    int asked = server.requests().size();
    assertThatThrownBy(() -> registry.get(SEVEN)).isInstanceOf(UnknownSchemaException.class);
    assertThat(server.requests()).as("the answer is kept for seconds").hasSize(asked);
    assertThatThrownBy(() -> registry.get(SchemaId.of(IdKind.ID, 8)))
        .isInstanceOf(UnknownSchemaException.class);
    assertThat(server.requests()).as("other ids do not wait again").hasSize(asked + 1);
  }

  @Test
  void findsAnIdThatAppearsLater() throws UnknownSchemaException {
    assertThat(registryThatRecoversAfter(3).get(SEVEN).text()).isEqualTo("\"string\"");

    SchemaRegistry registry = registry();
    SchemaId eight = SchemaId.of(IdKind.ID, 8);
    assertThatThrownBy(() -> registry.get(eight)).isInstanceOf(UnknownSchemaException.class);
    server.schema(8, "\"long\"", "");
    clock.move(Duration.ofSeconds(6));
    assertThat(registry.get(eight).text()).isEqualTo("\"long\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void refusedCredentialsEndTheJob(int status) {
    server.answer("/schemas/ids/7", status, "{\"message\":\"for s3cret\"}");
    RegistryAccess access =
        new RegistryAccess(Secret.of("kim"), Secret.of("s3cret"), null, null, null);

    assertThatThrownBy(() -> registry(server.url(), WireForm.CONFLUENT, access).get(SEVEN))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("/schemas/ids/7: HTTP " + status)
        .hasMessageContaining("source.registry")
        .hasMessageNotContaining("s3cret");
    assertThat(pauses).hasValue(0);
    assertThat(server.lastHeaders().getFirst("Authorization")).isEqualTo("Basic a2ltOnMzY3JldA==");
  }

  @Test
  void sendsAToken() throws UnknownSchemaException {
    server.schema(7, "\"string\"", "");
    RegistryAccess access = new RegistryAccess(null, null, Secret.of("t0k3n"), null, null);

    registry(server.url(), WireForm.CONFLUENT, access).get(SEVEN);

    assertThat(server.lastHeaders().getFirst("Authorization")).isEqualTo("Bearer t0k3n");
  }

  @Test
  void followsNoRedirect() {
    server.answer("/schemas/ids/7", 302, "");

    assertThatThrownBy(() -> registry().get(SEVEN))
        .isInstanceOf(RegistryException.class)
        .hasMessageEndingWith("a redirect: set source.registry.url to the URL that it leads to");
  }

  @Test
  void anInterruptEndsTheWait() {
    server.answer("/schemas/ids/7", 503, "");
    SchemaRegistry registry =
        new SchemaRegistry(
            config(server.url(), WireForm.CONFLUENT, RegistryAccess.NONE),
            clock,
            length -> {
              throw new InterruptedException();
            });

    assertThatThrownBy(() -> registry.get(SEVEN))
        .isInstanceOf(TargetException.class)
        .hasMessage("interrupted while waiting for the schema registry");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void namesTheStoreThatCannotBeRead() {
    RegistryAccess access =
        new RegistryAccess(
            null, null, null, new StoreFile("/nowhere/client.p12", Secret.of("s3cret")), null);

    assertThatThrownBy(() -> registry(server.url(), WireForm.CONFLUENT, access).get(SEVEN))
        .isInstanceOf(RegistryException.class)
        .hasMessage(
            "source.registry.keystore: /nowhere/client.p12 cannot be read: there is no such file"
                + " here");
  }

  @Test
  void reportsProblemsBeforeAJob() {
    server.answer("/subjects", 403, "");

    assertThat(
            SchemaRegistries.problems(
                config(server.url(), WireForm.CONFLUENT, RegistryAccess.NONE)))
        .hasEntrySatisfying("registry", problem -> assertThat(problem).contains("HTTP 403"));
    server.answer("/subjects", 200, "[]");
    assertThat(
            SchemaRegistries.problems(
                config(server.url(), WireForm.CONFLUENT, RegistryAccess.NONE)))
        .isEqualTo(Map.of());
    server.close();
    assertThat(
            SchemaRegistries.problems(
                config(server.url(), WireForm.CONFLUENT, RegistryAccess.NONE)))
        .hasEntrySatisfying(
            "registry",
            problem -> assertThat(problem).startsWith("the schema registry is unavailable: GET "));
  }

  private static String references(String name, String subject, int version) {
    return ",\"references\":[{\"name\":\"%s\",\"subject\":\"%s\",\"version\":%d}]"
        .formatted(name, subject, version);
  }

  private SchemaRegistry registry() {
    return registry(server.url(), WireForm.CONFLUENT, RegistryAccess.NONE);
  }

  private SchemaRegistry registry(String url, WireForm form, RegistryAccess access) {
    return registry(config(url, form, access), this::pause);
  }

  private SchemaRegistry registry(RegistryConfig config, Sleeper sleeper) {
    return new SchemaRegistry(
        config, clock, sleeper, () -> new RegistryApi(config, new RegistryClient(config, answer)));
  }

  /** Returns a registry whose server has schema 7 after so many pauses. */
  private SchemaRegistry registryThatRecoversAfter(int most) {
    return registry(
        config(server.url(), WireForm.CONFLUENT, RegistryAccess.NONE),
        length -> {
          pause(length);
          if (pauses.get() == most) {
            server.schema(7, "\"string\"", "");
          }
        });
  }

  private void pause(Duration length) {
    pauses.incrementAndGet();
    clock.move(length);
  }

  private static RegistryConfig config(String url, WireForm form, RegistryAccess access) {
    return new RegistryConfig(url, form, false, access, WAIT);
  }
}
