package io.portage.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.apache.flink.runtime.rpc.RpcSystemLoader;
import org.junit.jupiter.api.Test;

/** The contents of the jar that a cluster runs. */
final class FlinkJobJarIT {
  private static final Path JAR = Path.of(System.getProperty("portage.flink.jar"));
  private static final long MOST_BYTES = 80_000_000;

  @Test
  void startsByTheMainClassForClusters() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo(JobMain.class.getName());
      assertThat(jar.getEntry("io/portage/flink/JobMain.class")).isNotNull();
    }
  }

  @Test
  void namesEveryServiceOfItsParts() throws Exception {
    for (String service :
        List.of(
            "org.apache.beam.sdk.coders.CoderProviderRegistrar",
            "org.apache.beam.sdk.io.FileSystemRegistrar",
            "org.apache.beam.sdk.options.PipelineOptionsRegistrar",
            "org.apache.beam.sdk.runners.PipelineRunnerRegistrar",
            "java.sql.Driver")) {
      Set<String> providers = providers(service);

      assertThat(providers).describedAs(service).isNotEmpty();
      assertThat(jarProviders(service)).describedAs(service).containsAll(providers);
    }
  }

  @Test
  void hasTheClassesOfEveryServiceItNames() throws Exception {
    Set<String> entries = Set.copyOf(entries());
    for (String entry : entries) {
      if (entry.startsWith("META-INF/services/org.apache.beam") && !entry.endsWith("/")) {
        for (String provider : jarProviders(entry.substring("META-INF/services/".length()))) {
          assertThat(entries.contains(provider.replace('.', '/') + ".class"))
              .describedAs(provider)
              .isTrue();
        }
      }
    }
  }

  @Test
  void hasNoSignaturesOfItsParts() throws Exception {
    assertThat(entriesLike("META-INF/[^/]*\\.(SF|RSA|DSA|EC)")).isEmpty();
  }

  @Test
  void hasNeitherFlinkNorItsLogging() throws Exception {
    assertThat(entriesLike("org/(apache/flink|slf4j|apache/log4j|apache/logging)/.*")).isEmpty();
    assertThat(entriesLike("org/apache/beam/runners/flink/FlinkRunner\\.class")).hasSize(1);
  }

  @Test
  void leavesTheRpcSystemToTheClusterWhileTheLauncherHasItOnItsClassPath() throws Exception {
    assertThat(jarProviders(RpcSystemLoader.class.getName())).isEmpty();
    assertThat(providers(RpcSystemLoader.class.getName())).isNotEmpty();
    assertThat(JAR.resolveSibling("lib").resolve("flink-rpc-akka.jar")).isRegularFile();
  }

  @Test
  void hasNoOtherRunnerAndNoServer() throws Exception {
    assertThat(entriesLike("org/apache/beam/runners/(direct|dataflow)/.*")).isEmpty();
    assertThat(entriesLike("io/portage/(sandbox|launcher/demo)/.*")).isEmpty();
    assertThat(entriesLike("(kafka/server|org/junit|org/hamcrest)/.*")).isEmpty();
    assertThat(entriesLike("org/apache/kafka/clients/consumer/KafkaConsumer\\.class")).hasSize(1);
  }

  @Test
  void isAsSmallAsItCanBe() throws Exception {
    assertThat(Files.size(JAR)).isLessThan(MOST_BYTES);
  }

  private static List<String> entriesLike(String pattern) throws IOException {
    return entries().stream().filter(entry -> entry.matches(pattern)).toList();
  }

  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return jar.stream().map(ZipEntry::getName).toList();
    }
  }

  private static Set<String> jarProviders(String service) throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return read(jar, service);
    }
  }

  /** Returns the providers that all jars of the launcher's class path name together. */
  private static Set<String> providers(String service) throws IOException {
    Set<String> all = new TreeSet<>();
    for (Path path : jars()) {
      try (JarFile jar = new JarFile(path.toFile())) {
        all.addAll(read(jar, service));
      }
    }
    return all;
  }

  private static List<Path> jars() throws IOException {
    try (var files = Files.list(JAR.resolveSibling("lib"))) {
      return new ArrayList<>(files.filter(file -> file.toString().endsWith(".jar")).toList());
    }
  }

  private static Set<String> read(JarFile jar, String service) throws IOException {
    ZipEntry entry = jar.getEntry("META-INF/services/" + service);
    if (entry == null) {
      return Collections.emptySet();
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
