/** Tests of a job's metrics in Prometheus, with the dashboard and the alert rules. */
package io.portage.flink.monitoring;
