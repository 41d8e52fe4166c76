package io.portage;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule rejects a class that violates it, and accepts one that does not. */
final class ArchitectureRulesTest {
  private static final String DOFN = "extends org.apache.beam.sdk.transforms.DoFn<String, String>";
  private static final String TRANSFORM =
      """
      extends org.apache.beam.sdk.transforms.PTransform<
            org.apache.beam.sdk.values.PBegin, org.apache.beam.sdk.values.PDone> {
          public org.apache.beam.sdk.values.PDone expand(org.apache.beam.sdk.values.PBegin in) {
            return org.apache.beam.sdk.values.PDone.in(in.getPipeline());
          }
        }
      """;

  private CompiledSources sources;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    sources = new CompiledSources(folder);
  }

  @Test
  void aStageThatUsesAnotherStage() throws Exception {
    sources
        .with("io.portage.read", "public class Wrong { io.portage.decode.json.Fine used; }")
        .with("io.portage.decode.json", "public class Fine {}");

    assertRejected(ArchitectureRules.STAGES_DO_NOT_DEPEND_ON_EACH_OTHER);
  }

  @Test
  void aSharedPackageThatUsesAStage() throws Exception {
    sources
        .with("io.portage.anything", "class Wrong { io.portage.read.Fine used; }")
        .with("io.portage.replay", "class Fine { io.portage.read.Fine used; }")
        .with("io.portage", "class Fine { io.portage.read.Fine used; }")
        .with("io.portage.read", "public class Fine {}");

    assertRejected(ArchitectureRules.ONLY_TOP_PACKAGES_DEPEND_ON_STAGES);
  }

  @Test
  void aStageThatUsesTheWholePipeline() throws Exception {
    sources
        .with("io.portage.read", "class Wrong { io.portage.Fine used; }")
        .with("io.portage", "public class Fine { io.portage.read.Fine used; }")
        .with("io.portage.read", "public class Fine {}");

    assertRejected(ArchitectureRules.NOTHING_DEPENDS_ON_TOP_PACKAGES);
  }

  @Test
  void twoPackagesThatUseEachOther() throws Exception {
    sources
        .with("io.portage.model", "public class Wrong { io.portage.config.Other used; }")
        .with("io.portage.config", "public class Other { io.portage.model.Wrong used; }");

    assertThat(sources.violations(ArchitectureRules.PACKAGES_ARE_FREE_OF_CYCLES)).isNotEmpty();
  }

  @Test
  void aPackageOf31Files() throws Exception {
    for (int i = 1; i <= 30; i++) {
      sources.with("io.portage.fine", "class Fine" + i + " { class Inner {} }");
      sources.with("io.portage.wrong", "class C" + i + " {}");
    }
    sources.with("io.portage.wrong", "class C31 {}");

    assertThat(sources.violations(ArchitectureRules.PACKAGES_HAVE_AT_MOST_30_FILES))
        .containsExactly("package io.portage.wrong has 31 files");
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.sql.Connection", "javax.sql.DataSource"})
  void jdbcOutsideOfItsPackages(String type) throws Exception {
    sources
        .with("io.portage.model", "class Wrong { " + type + " used; }")
        .with("io.portage.target.postgres", "class Fine { " + type + " used; }");

    assertRejected(ArchitectureRules.ONLY_FIVE_PACKAGES_USE_JDBC);
  }

  @Test
  void kafkaOutsideOfItsPackages() throws Exception {
    String type = "org.apache.kafka.common.TopicPartition";
    sources
        .with("io.portage.model", "class Wrong { " + type + " used; }")
        .with("io.portage.commit", "class Fine { " + type + " used; }");

    assertRejected(ArchitectureRules.ONLY_FOUR_PACKAGES_USE_KAFKA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"io.portage.target.postgres.Fine", "org.postgresql.util.PGobject"})
  void aDialectOutsideOfTheRegistry(String type) throws Exception {
    sources
        .with("io.portage.target.postgres", "public class Fine {}")
        .with("io.portage.target.postgres", "class Fine2 { " + type + " used; }")
        .with("io.portage.target", "class Dialects { " + type + " used; }")
        .with("io.portage.target", "class Wrong { " + type + " used; }");

    assertRejected(ArchitectureRules.ONLY_THE_REGISTRY_USES_A_DIALECT);
  }

  @Test
  void aRunnersClass() throws Exception {
    sources
        .with(
            "io.portage.read", "class Wrong { org.apache.beam.runners.direct.DirectRunner used; }")
        .with("io.portage.read", "class Fine { org.apache.beam.sdk.PipelineRunner used; }");

    assertRejected(ArchitectureRules.NOTHING_DEPENDS_ON_A_RUNNER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FlinkRunner", "Flink", "runs on Dataflow only"})
  void aRunnersName(String text) throws Exception {
    sources
        .with("io.portage.read", "class Wrong { String text() { return \"" + text + "\"; } }")
        .with("io.portage.read", "class Fine { String text() { return \"the runner\"; } }");

    assertRejected(ArchitectureRules.NOTHING_NAMES_A_RUNNER);
  }

  @Test
  void aStageWithTwoPublicTransforms() throws Exception {
    sources
        .with("io.portage.read", "public class ReadAll " + TRANSFORM)
        .with("io.portage.read.more", "public class ReadMore " + TRANSFORM)
        .with("io.portage.decode", "public class Fine " + TRANSFORM)
        .with("io.portage.decode", "class FineToo " + TRANSFORM)
        .with("io.portage.replay", "public class Fine1 " + TRANSFORM)
        .with("io.portage.replay", "public class Fine2 " + TRANSFORM);

    assertThat(sources.violations(ArchitectureRules.EACH_STAGE_HAS_ONE_PUBLIC_TRANSFORM))
        .containsExactly("stage read has [io.portage.read.ReadAll, io.portage.read.more.ReadMore]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Transform", "Source", "Sink", "Reader", "Writer"})
  void aTransformNamedLikeAThing(String suffix) throws Exception {
    sources
        .with("io.portage.read", "public class Wrong" + suffix + " " + TRANSFORM)
        .with("io.portage.read", "public class FineRead " + TRANSFORM)
        .with("io.portage.read", "class Fine" + suffix + " " + TRANSFORM);

    assertRejected(ArchitectureRules.PUBLIC_TRANSFORMS_HAVE_NO_NOUN_SUFFIX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"public class WrongFn", "class Wrong"})
  void aPublicOrMisnamedDoFn(String type) throws Exception {
    sources
        .with("io.portage.read", type + " " + DOFN + " {}")
        .with("io.portage.read", "class FineFn " + DOFN + " {}");

    assertRejected(ArchitectureRules.DOFNS_ARE_NOT_PUBLIC_AND_END_IN_FN);
  }

  @Test
  void aLongMethodOfADoFn() throws Exception {
    String line = "    x.length();\n";
    int most = ArchitectureConditions.METHOD_LINES;
    sources
        .with("io.portage.read", longMethod("class WrongFn " + DOFN, line.repeat(most + 1)))
        .with("io.portage.read", longMethod("class FineFn " + DOFN, line.repeat(most)))
        .with("io.portage.read", longMethod("class Fine", line.repeat(most + 1)));

    assertRejected(ArchitectureRules.DOFNS_HAVE_NO_LONG_METHODS);
  }

  private static String longMethod(String type, String lines) {
    return type + " {\n  void process(String x) {\n" + lines + "  }\n}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.sql.Connection",
        "java.nio.file.Path",
        "org.apache.kafka.clients.admin.Admin",
        "com.fasterxml.jackson.core.JsonParser"
      })
  void aDoFnThatTalksToAnotherSystem(String type) throws Exception {
    sources
        .with("io.portage.upsert", "class WrongFn " + DOFN + " { " + type + " used; }")
        .with("io.portage.upsert", "class FineFn " + DOFN + " { Fine used; }")
        .with("io.portage.upsert", "class Fine { " + type + " used; }");

    assertRejected(ArchitectureRules.DOFNS_DO_NO_INPUT_OR_OUTPUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.beam.sdk.options.PipelineOptions used;",
        "org.apache.beam.sdk.options.StreamingOptions used;",
        "boolean ask(ProcessContext c) { return c.getPipelineOptions().getJobName() == null; }"
      })
  void aDoFnThatUsesPipelineOptions(String member) throws Exception {
    sources
        .with("io.portage.read", "class WrongFn " + DOFN + " { " + member + " }")
        .with("io.portage.read", "class FineFn " + DOFN + " {}");

    assertRejected(ArchitectureRules.DOFNS_DO_NOT_USE_PIPELINE_OPTIONS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "static int x;",
        "static final java.util.Map<String, String> X = new java.util.HashMap<>();",
        "static final java.util.Set<String> X = java.util.EnumSet.noneOf(Thread.State.class)"
            + ".stream().map(Enum::name).collect(java.util.stream.Collectors.toSet());",
        "static final java.util.concurrent.atomic.AtomicInteger X ="
            + " new java.util.concurrent.atomic.AtomicInteger();",
        "static final ThreadLocal<String> X = new ThreadLocal<>();",
        "static final byte[] X = {1};",
        "static final Wrong X = new Wrong(); int y;",
        "static final java.util.List<Object> X = java.util.List.of(new int[1][1], new Wrong());"
            + " private final StringBuilder y = new StringBuilder();"
      })
  void staticStateThatChanges(String member) throws Exception {
    sources
        .with("io.portage.model", "class Wrong { " + member + " }")
        .with(
            "io.portage.model",
            """
            class Fine {
              static final int N = 1;
              static final java.util.Set<String> NAMES = java.util.Set.of("a");
              static final Fine NONE = new Fine();
              static final byte[] NOTHING = {};
              private static final byte[] OWN = {1};
              static final java.util.function.Supplier<Fine> MAKE = Fine::new;
              private final String name = "x";
            }
            """);

    assertRejected(ArchitectureRules.STATIC_STATE_DOES_NOT_CHANGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.time.Instant.now()",
        "java.time.LocalDate.now(java.time.ZoneOffset.UTC)",
        "System.currentTimeMillis()",
        "System.nanoTime()",
        "java.time.Clock.systemUTC()",
        "new java.util.Date()",
        "org.joda.time.Instant.now()",
        "(java.util.function.LongSupplier) System::nanoTime"
      })
  void aReadOfTheSystemClock(String expression) throws Exception {
    sources
        .with("io.portage.model", "class Wrong { Object now() { return " + expression + "; } }")
        .with(
            "io.portage.model",
            "class Fine { Object now(java.time.Clock clock) {"
                + " return java.time.Instant.now(clock); } }")
        .with(
            "io.portage.latest",
            "class KeepLatest { Object clock() { return java.time.Clock.systemUTC(); } }");

    assertRejected(ArchitectureRules.CLOCKS_ARE_INJECTED);
  }

  @Test
  void anExceptionThatNoClassNeeds() throws Exception {
    sources.with("io.portage.latest", "class KeepLatest {}");

    assertThat(ArchitectureRules.needlessExceptions(sources.compile()))
        .contains("io.portage.latest.KeepLatest", "io.portage.model.Columns.SHARED");
  }

  @Test
  void findsTheSharedPackagesOfStagesInClassesAndOnThePage() throws Exception {
    sources
        .with("io.portage.read.more", "class Reader { io.portage.kafka.Clients[] used; }")
        .with("io.portage.kafka", "public class Clients {}")
        .with("io.portage.decode", "class Decoder { io.portage.model.Row used; }");
    String page =
        """
        # Page
        ```
        code
        ```
        Prose with Read, Decode and upsert.
        ```
         stage           package          shared packages that it uses
         Read            read             kafka; a sentence
         Decode          decode  .json    expression
                                 .avro    target.source

         used by all     model            kafka
        ```
        """;

    Map<String, Set<String>> used = ArchitectureRules.sharedPackages(sources.compile());
    assertThat(used).containsEntry("read", Set.of("kafka")).containsEntry("decode", Set.of());
    assertThat(
            StageDiagram.sharedPackages(
                page.lines().toList(), Set.of("kafka", "expression", "target.source", "sentence")))
        .isEqualTo(
            Map.of(
                "read", Set.of("kafka", "sentence"),
                "decode", Set.of("expression", "target.source")));
  }

  /** The details name only classes whose names begin with Wrong. */
  private void assertRejected(ArchRule rule) throws IOException {
    List<String> violations = sources.violations(rule);

    assertThat(violations).isNotEmpty().allMatch(line -> line.contains(".Wrong"));
  }
}
