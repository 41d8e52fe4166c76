/** What a scrape of a job shows, and what dashboard and alerts make of it. */
package io.portage.flink.monitoring;
