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

}  // namespace

extern "C" TFE_Context* __real_TFE_NewContext(const TFE_ContextOptions* options, TF_Status* status);

// Replaces TFE_NewContext for tfjs-node (a linker option): names of devices, which it keeps, change as a cluster is joined. So that happens
// here, if the environment contains the definition of one, a ServerDef as text.
extern "C" TFE_Context* __wrap_TFE_NewContext(const TFE_ContextOptions* options, TF_Status* status) {
  TFE_Context* context = __real_TFE_NewContext(options, status);
  const char* definition = std::getenv("CMG_CLUSTER_SERVER");
  if (context != nullptr && definition != nullptr) {
    TF_Buffer* server = TFE_GetServerDef(definition, status);
    if (TF_GetCode(status) == TF_OK) TFE_EnableCollectiveOps(context, server->data, server->length, status);
    if (server != nullptr) TF_DeleteBuffer(server);
    if (TF_GetCode(status) != TF_OK) {
      TFE_DeleteContext(context);
      return nullptr;
    }
  }
  the_context = context;
  return context;
}

namespace cmg {

TFE_Context* Context() { return the_context; }

namespace {

using Clock = std::chrono::steady_clock;

// Asks the other tasks in turn whether they are there, on a thread of its own: an operation blocks that of JavaScript. If one is not,
// ends all collective operations, those under way too.
class Watch {
 public:
  Watch(std::vector<std::string> tasks, std::chrono::milliseconds patience)
      : context_(Context()), tasks_(std::move(tasks)), patience_(patience), thread_([this] { Run(); }) {}

  ~Watch() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      ended_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

  // Place of the task that was lost in the list, or -1.
  int lost() const { return lost_; }

 private:
  // Between two rounds, and how long a task may take to answer.
  static constexpr std::chrono::milliseconds kPause{1000};

  void Run() {
    std::vector<Clock::time_point> seen(tasks_.size(), Clock::now());
    std::vector<bool> came(tasks_.size(), false);
    while (!Ended()) {
      for (size_t i = 0; i < tasks_.size(); i++) {
        Status status;
        TFE_CollectiveOpsCheckPeerHealth(context_, tasks_[i].c_str(), kPause.count(), status.get());
        if (status.ok()) {
          seen[i] = Clock::now();
          came[i] = true;
          continue;
        }
        // One that was there answers at once, or its process has ended (unavailable) or been replaced by another; a busy machine may delay it.
        bool gone = came[i] && TF_GetCode(status.get()) != TF_DEADLINE_EXCEEDED;
        if (!gone && Clock::now() - seen[i] < patience_) continue;
        lost_ = static_cast<int>(i);
        Status reason;
        TF_SetStatus(reason.get(), TF_ABORTED, (tasks_[i] + " is lost: " + status.message()).c_str());
        TFE_AbortCollectiveOps(context_, reason.get());
        return;
      }
    }
  }

  bool Ended() {
    std::unique_lock<std::mutex> lock(mutex_);
    return wake_.wait_for(lock, kPause, [this] { return ended_; });
  }

  TFE_Context* const context_;
  const std::vector<std::string> tasks_;
  const std::chrono::milliseconds patience_;
  std::atomic<int> lost_{-1};
  bool ended_ = false;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::thread thread_;
};

Watch* watch = nullptr;

// watchPeers(tasks: string[], milliseconds that one may take to come or to answer)
napi_value WatchPeers(napi_env env, napi_callback_info info) {
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
    watch = new Watch(std::move(tasks), std::chrono::milliseconds(patience));
    // Before the context is deleted: hooks run before the module's own data is freed.
    napi_add_env_cleanup_hook(env, [](void*) { delete watch; watch = nullptr; }, nullptr);
  }
  return nullptr;
}

// lostPeer(): the place in the list of the task that was lost, or -1
napi_value LostPeer(napi_env env, napi_callback_info) {
  napi_value place;
  napi_create_int32(env, watch == nullptr ? -1 : watch->lost(), &place);
  return place;
}

}  // namespace

void ExportCluster(napi_env env, napi_value exports) {
  ExportFunction(env, exports, "watchPeers", WatchPeers);
  ExportFunction(env, exports, "lostPeer", LostPeer);
}

}  // namespace cmg
