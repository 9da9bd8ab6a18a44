package org.evenhand.node.executors;

import java.io.IOException;
import org.evenhand.node.content.ContentException;
import org.evenhand.node.content.ContentStore;
import org.evenhand.node.execution.Assignment;
import org.evenhand.node.execution.Lane;
import org.evenhand.node.execution.LaneTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lane that gives each task its folder and its input, runs it, and keeps what it made. */
final class JobLane implements Lane {
    private static final Logger LOG = LoggerFactory.getLogger(JobLane.class);

    private final Parts parts;
    private final Job job;
    private final Assignment assignment;

    /**
     * What all lanes of a node share.
     *
     * @param folders where tasks work
     * @param inputs what they work on
     * @param store keeps what they make
     */
    record Parts(WorkFolders folders, TaskInputs inputs, ContentStore store) {}

    JobLane(Parts parts, Job job, Assignment assignment) {
        this.parts = parts;
        this.job = job;
        this.assignment = assignment;
    }

    @Override
    public End run(LaneTask task) {
        try (WorkFolder folder = parts.folders().make()) {
            TaskInput input = parts.inputs().of(assignment, task, folder);
            return End.well(
                    parts.store().put(job.run(assignment, task, folder, input).toBytes()));
        } catch (TaskFailure e) {
            if (!task.isStopped()) {
                LOG.info("task {}#{} failed: {}", assignment.submission(), task.index(), e.getMessage());
            }
            return e.end();
        } catch (ContentException e) {
            return broken(task, reason(e), e);
        } catch (IOException e) {
            return broken(task, "node-disk-failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return End.badly("interrupted");
        } catch (RuntimeException e) {
            // A task must end somehow, or the node would call it running for ever.
            return broken(task, "executor-broken", e);
        }
    }

    private static String reason(ContentException failure) {
        return switch (failure.problem()) {
            case FULL, UNWRITABLE -> "node-storage-full";
            case TOO_LARGE -> "output-too-large";
            case MISSING, CORRUPT -> "input-corrupt";
        };
    }

    private End broken(LaneTask task, String reason, Exception cause) {
        LOG.warn("task {}#{} failed: {}", assignment.submission(), task.index(), cause.getMessage(), cause);
        return End.badly(reason);
    }
}
