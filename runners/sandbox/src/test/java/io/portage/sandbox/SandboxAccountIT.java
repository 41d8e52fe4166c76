package io.portage.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL refuses to run as root; the sandbox can be started by root. */
class SandboxAccountIT {
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  private Path readable;

  @BeforeEach
  void makeAFolderThatEverybodyCanRead() throws IOException {
    readable = Files.createTempDirectory("portage-accounts-");
    Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rwxr-xr-x"));
    assumeTrue(
        Files.getAttribute(readable, "unix:uid").equals(0),
        "only root can become another user; without root all other tests cover this case");
  }

  @AfterEach
  void removeIt() throws Exception {
    run("rm", "-rf", readable.toString());
  }

  @Test
  void runsAsANormalUser() throws Exception {
    String classPath = copyEverything();

    SandboxHolder holder =
        SandboxHolder.start(AS_NOBODY, Map.of("HOME", "/"), classPath, List.of());

    assertThat(Files.getAttribute(holder.directory(), "unix:uid")).isEqualTo(65534);
    holder.process().destroyForcibly();
    holder.awaitNothingLeft();
  }

  @Test
  void runsAsRootIfUserNamespacesAreForbidden() throws Exception {
    Path unshare = Files.writeString(readable.resolve("unshare"), "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(unshare, PosixFilePermissions.fromString("rwxr-xr-x"));
    String path = readable + File.pathSeparator + System.getenv("PATH");

    SandboxHolder holder =
        SandboxHolder.start(
            List.of(), Map.of("PATH", path), System.getProperty("java.class.path"), List.of());

    assertThat(Files.getAttribute(holder.directory(), "unix:uid")).isEqualTo(0);
    assertThat(Files.getAttribute(holder.directory().resolve("postgres"), "unix:uid"))
        .isEqualTo(65534);
    holder.process().destroyForcibly();
    holder.awaitNothingLeft();
  }

  /** Copies the folders to a place that another user can read. */
  private String copyEverything() throws Exception {
    Path target = ServerLibrary.locate().folder().getParent();
    for (String folder : List.of("classes", "test-classes", "lib")) {
      run("cp", "-R", target.resolve(folder).toString(), readable.toString());
    }
    return Stream.of("classes", "test-classes")
        .map(folder -> readable.resolve(folder).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
