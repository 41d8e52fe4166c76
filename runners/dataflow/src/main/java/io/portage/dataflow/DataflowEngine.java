package io.portage.dataflow;

import io.portage.config.PortageConfig;
import io.portage.launcher.Engine;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.dataflow.DataflowPipelineJob;
import org.apache.beam.runners.dataflow.util.DataflowTemplateJob;
import org.apache.beam.runners.dataflow.util.MonitoringUtil;
import org.apache.beam.sdk.PipelineResult;

/** Dataflow with Portage's default options. */
final class DataflowEngine implements Engine {
  @Override
  public String runner() {
    return "DataflowRunner";
  }

  /**
   * Returns the options of a streaming job on Runner v2 and Streaming Engine, which scales its
   * workers by itself. Each worker opens up to 8 connections to the target, so the default maximum
   * is 4 workers.
   */
  @Override
  public List<String> defaults(boolean bounded, List<String> given) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--streaming=true",
                "--enableStreamingEngine=true",
                "--autoscalingAlgorithm=THROUGHPUT_BASED",
                "--maxNumWorkers=4"));
    if (given.stream().noneMatch(option -> option.contains("runner_v2"))) {
      options.add("--experiments=use_runner_v2");
    }
    List<String> files = WorkerFiles.ofClassPath(System.getProperty("java.class.path"));
    if (!files.isEmpty()) {
      options.add("--filesToStage=" + String.join(",", files));
    }
    return options;
  }

  @Override
  public List<String> unsupported(PortageConfig config, List<String> given) {
    return DataflowRestrictions.of(config, given);
  }

  /** Returns true: the graph is stored in the staging bucket and shown by the console. */
  @Override
  public boolean storesJobGraph() {
    return true;
  }

  /** Returns false: Dataflow's read path never ends by itself; see the guide. */
  @Override
  public boolean supportsBoundedRuns() {
    return false;
  }

  @Override
  public boolean runsRemotely(List<String> given) {
    return true;
  }

  @Override
  public boolean isAttached() {
    return false;
  }

  @Override
  public String submitted(PortageConfig config, PipelineResult run) {
    // A template's job is also a DataflowPipelineJob, but has no job id.
    if (run instanceof DataflowTemplateJob || !(run instanceof DataflowPipelineJob job)) {
      return "The job " + config.name() + " was written for the template's launcher.";
    }
    String place = " --region=" + job.getRegion() + " --project=" + job.getProjectId();
    return String.join(
        "\n",
        "Submitted "
            + config.name()
            + " as job "
            + job.getJobId()
            + ". It runs without this process.",
        "  watch:  "
            + MonitoringUtil.getJobMonitoringPageURL(
                job.getProjectId(), job.getRegion(), job.getJobId()),
        "  drain:  gcloud dataflow jobs drain " + job.getJobId() + place,
        "  cancel: gcloud dataflow jobs cancel " + job.getJobId() + place);
  }
}
