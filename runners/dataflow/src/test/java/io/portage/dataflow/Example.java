package io.portage.dataflow;

import io.portage.config.MemoryFileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * The example's configuration with its bucket in this process, so that nothing is requested from
 * Google.
 */
final class Example {
  private Example() {}

  static String text() throws IOException {
    MemoryFileSystem.OBJECTS.put(
        "mem://jobs/countries.csv", "country_code,country_name\n".getBytes(StandardCharsets.UTF_8));
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    return Files.readString(Path.of("deploy", "users.yaml")).replace("gs://jobs/", "mem://jobs/");
  }
}
