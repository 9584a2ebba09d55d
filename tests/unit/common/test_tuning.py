import gc
import os
import resource
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

from common.tuning import OBJECTS_BEFORE_A_LOOK, tune


def policies():
    with ThreadPoolExecutor(1) as thread:
        return os.sched_getscheduler(0), thread.submit(os.sched_getscheduler, 0).result()


def tuned():
    tune()
    return *policies(), gc.get_threshold()[0]


def tuned_where_it_is_forbidden():
    def refuse(*_):
        raise PermissionError

    os.sched_setscheduler = refuse
    return tuned()


def files_of_a_process_that_may_have_few():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, most))
    tune()
    return *resource.getrlimit(resource.RLIMIT_NOFILE), most


def in_a_process_of_its_own(act):
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(act).result()


def test_whoever_is_at_work_goes_on_and_garbage_is_looked_for_rarely():
    own, of_a_thread, threshold = in_a_process_of_its_own(tuned)

    assert own == of_a_thread == os.SCHED_BATCH
    assert threshold == OBJECTS_BEFORE_A_LOOK


def test_where_the_kernel_forbids_it_a_process_runs_all_the_same():
    own, _, threshold = in_a_process_of_its_own(tuned_where_it_is_forbidden)

    assert own == os.SCHED_OTHER
    assert threshold == OBJECTS_BEFORE_A_LOOK


def test_a_process_may_hold_as_many_connections_as_the_system_lets_it():
    few, hard, most = in_a_process_of_its_own(files_of_a_process_that_may_have_few)

    assert few == hard == most
