// The process as one task of a cluster of TensorFlow's own, whose collective operations are those of
// tf.distribute.MultiWorkerMirroredStrategy.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "additions.h"
#include "tensorflow/c/c_api_experimental.h"
#include "tensorflow/c/eager/c_api_experimental.h"

namespace {

// Each environment of Node has its own, on a thread of its own.
thread_local TFE_Context* the_context = nullptr;

// Why the cluster could not be joined, if it could not.
thread_local std::string not_joined;

}  // namespace

extern "C" TFE_Context* __real_TFE_NewContext(const TFE_ContextOptions* options, TF_Status* status);

// Replaces TFE_NewContext for tfjs-node (a linker option): names of devices, which it keeps, change as a cluster is joined. So that happens
// here, if the environment contains the definition of one, a ServerDef as text; and if it names a host, the server listens there alone.
extern "C" TFE_Context* __wrap_TFE_NewContext(const TFE_ContextOptions* options, TF_Status* status) {
  TFE_Context* context = __real_TFE_NewContext(options, status);
  const char* definition = std::getenv("CMG_CLUSTER_SERVER");
  if (context != nullptr && definition != nullptr) {
    const char* host = std::getenv("CMG_CLUSTER_HOST");
    const char* port = std::getenv("CMG_CLUSTER_PORT");
    if (host != nullptr && port != nullptr) cmg::ListenAt(host, std::atoi(port));
    TF_Buffer* server = TFE_GetServerDef(definition, status);
    if (TF_GetCode(status) == TF_OK) TFE_EnableCollectiveOps(context, server->data, server->length, status);
    if (server != nullptr) TF_DeleteBuffer(server);
    // tfjs-node goes on without a context, and crashes: the context is left to it, and the reason to whoever asks for the cluster.
    if (TF_GetCode(status) != TF_OK) not_joined = TF_Message(status);
    TF_SetStatus(status, TF_OK, "");
  }
  the_context = context;
  return context;
}

namespace cmg {

TFE_Context* Context() { return the_context; }

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// The pause between two rounds of questions.
constexpr milliseconds kPause{1000};

// How long a task may take to answer: one that is gone does not take any time, one on a busy machine may.
constexpr milliseconds kAnswer{5000};

// Beyond its patience for single tasks, until a wait is given up: whoever can be named is named first.
constexpr milliseconds kSlack{5000};

// Whether a task's process is there. One that answers but has not yet computed anything with this one is there, too.
TF_Code HealthOf(TFE_Context* context, const std::string& task) {
  Status status;
  TFE_CollectiveOpsCheckPeerHealth(context, task.c_str(), kAnswer.count(), status.get());
  return TF_GetCode(status.get());
}

// Asks the other tasks in turn whether they are there, on a thread of its own: an operation blocks that of JavaScript. If one is not,
// or the process has waited for the others for too long, ends all collective operations, those under way too. Their own timeouts would
// leave behind what they still write to.
class Watch {
 public:
  Watch(std::vector<std::string> tasks, milliseconds patience)
      : context_(Context()), tasks_(std::move(tasks)), patience_(patience), thread_([this] { Run(); }) {}

  ~Watch() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      ended_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

  // Place of the task that was lost in the list, -1 if none is, or -2 if one, whichever it is, does not take part.
  int lost() const { return lost_; }

  void SetWaiting(bool waiting) {
    std::lock_guard<std::mutex> lock(mutex_);
    waiting_ = waiting;
    since_ = Clock::now();
  }

 private:
  void Run() {
    std::vector<Clock::time_point> seen(tasks_.size(), Clock::now());
    std::vector<bool> came(tasks_.size(), false);
    while (!Ended()) {
      for (size_t i = 0; i < tasks_.size(); i++) {
        const TF_Code code = HealthOf(context_, tasks_[i]);
        const bool silent = code == TF_UNAVAILABLE || code == TF_DEADLINE_EXCEEDED;
        // The process that was there has ended, or been replaced by another. A busy machine, in contrast, may delay an answer.
        const bool gone = came[i] && code != TF_OK && code != TF_DEADLINE_EXCEEDED;
        came[i] = came[i] || code == TF_OK;
        if (!silent && !gone) seen[i] = Clock::now();
        if (gone || Clock::now() - seen[i] > patience_) return Abort(static_cast<int>(i), tasks_[i] + " is gone");
      }
      if (WaitsTooLong()) return Abort(-2, "a task does not take part");
    }
  }

  void Abort(int lost, const std::string& reason) {
    lost_ = lost;
    Status status;
    TF_SetStatus(status.get(), TF_ABORTED, reason.c_str());
    TFE_AbortCollectiveOps(context_, status.get());
  }

  bool Ended() {
    std::unique_lock<std::mutex> lock(mutex_);
    return wake_.wait_for(lock, kPause, [this] { return ended_; });
  }

  bool WaitsTooLong() {
    std::lock_guard<std::mutex> lock(mutex_);
    return waiting_ && Clock::now() - since_ > patience_ + kSlack;
  }

  TFE_Context* const context_;
  const std::vector<std::string> tasks_;
  const milliseconds patience_;
  std::atomic<int> lost_{-1};
  bool ended_ = false;
  bool waiting_ = false;
  Clock::time_point since_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::thread thread_;
};

thread_local Watch* watch = nullptr;

// watchPeers(tasks: string[], milliseconds that one may take to come or to answer); throws if the cluster has not been joined
napi_value WatchPeers(napi_env env, napi_callback_info info) {
  if (!not_joined.empty()) {
    napi_throw_error(env, nullptr, not_joined.c_str());
    return nullptr;
  }
  napi_value arguments[2];
  ArgumentsOf(env, info, arguments);
  uint32_t count = 0;
  napi_get_array_length(env, arguments[0], &count);
  std::vector<std::string> tasks;
  for (uint32_t i = 0; i < count; i++) {
    napi_value task;
    napi_get_element(env, arguments[0], i, &task);
    tasks.push_back(TextOf(env, task));
  }
  int64_t patience = 0;
  napi_get_value_int64(env, arguments[1], &patience);
  if (watch == nullptr) {
    watch = new Watch(std::move(tasks), milliseconds(patience));
    // Before the context is deleted: hooks run before the module's own data is freed.
    napi_add_env_cleanup_hook(env, [](void*) { delete watch; watch = nullptr; }, nullptr);
  }
  return nullptr;
}

// setWaiting(whether this process does nothing but wait for the others from now on)
napi_value SetWaiting(napi_env env, napi_callback_info info) {
  napi_value arguments[1];
  ArgumentsOf(env, info, arguments);
  bool waiting = false;
  napi_get_value_bool(env, arguments[0], &waiting);
  if (watch != nullptr) watch->SetWaiting(waiting);
  return nullptr;
}

// lostPeer(): the place in the list of the task that was lost, -1 if none is, -2 if it is not known which does not take part
napi_value LostPeer(napi_env env, napi_callback_info) {
  napi_value place;
  napi_create_int32(env, watch == nullptr ? -1 : watch->lost(), &place);
  return place;
}

// isThere(task): whether its process answers
napi_value IsThere(napi_env env, napi_callback_info info) {
  napi_value arguments[1];
  ArgumentsOf(env, info, arguments);
  napi_value there;
  napi_get_boolean(env, HealthOf(Context(), TextOf(env, arguments[0])) == TF_OK, &there);
  return there;
}

}  // namespace

void ExportCluster(napi_env env, napi_value exports) {
  ExportFunction(env, exports, "watchPeers", WatchPeers);
  ExportFunction(env, exports, "setWaiting", SetWaiting);
  ExportFunction(env, exports, "lostPeer", LostPeer);
  ExportFunction(env, exports, "isThere", IsThere);
}

}  // namespace cmg
