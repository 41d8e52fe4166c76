package io.portage.dataflow;

import io.portage.config.ConfigException;
import io.portage.launcher.run.Submission;

/**
 * The main class of a Flex Template; takes the options of {@code run}, including those of the
 * template.
 *
 * <p>It never exits the JVM. An error is an exception, whose message the template's launcher shows.
 */
public final class TemplateMain {
  private TemplateMain() {}

  /**
   * Submits the job, or writes it to {@code --templateLocation} for the launcher to submit.
   *
   * @throws ConfigException if the configuration is invalid
   */
  public static void main(String[] args) throws ConfigException {
    Submission.run(new DataflowEngine(), args);
  }
}
