// Graphs as functions of TensorFlow's eager context, which run like an operation of their name.
#include <sstream>
#include <vector>

#include "additions.h"

namespace cmg {

void ExportFunction(napi_env env, napi_value exports, const char* name, napi_callback f) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, f, nullptr, &function);
  napi_set_named_property(env, exports, name, function);
}

std::string TextOf(napi_env env, napi_value value) {
  size_t length = 0;
  napi_get_value_string_utf8(env, value, nullptr, 0, &length);
  std::string text(length, '\0');
  napi_get_value_string_utf8(env, value, &text[0], length + 1, &length);
  return text;
}

namespace {

// The first outputs of the operations that a list names, separated by commas; throws in JavaScript and returns false where one is unknown.
bool OutputsOf(napi_env env, TF_Graph* graph, const std::string& names, std::vector<TF_Output>* outputs) {
  std::istringstream list(names);
  for (std::string name; std::getline(list, name, ',');) {
    TF_Operation* operation = TF_GraphOperationByName(graph, name.c_str());
    if (operation == nullptr) {
      napi_throw_error(env, nullptr, ("the graph has no operation " + name).c_str());
      return false;
    }
    outputs->push_back({operation, 0});
  }
  return true;
}

void Define(napi_env env, TF_Graph* graph, const std::string& name, const std::string& inputs, const std::string& outputs) {
  std::vector<TF_Output> from, to;
  if (!OutputsOf(env, graph, inputs, &from) || !OutputsOf(env, graph, outputs, &to)) return;
  Status status;
  TF_Function* function = TF_GraphToFunction(graph, name.c_str(), 0, -1, nullptr, from.size(), from.data(), to.size(), to.data(),
                                             nullptr, nullptr, nullptr, status.get());
  if (status.ok()) TFE_ContextAddFunction(Context(), function, status.get());
  if (function != nullptr) TF_DeleteFunction(function);
  if (!status.ok()) napi_throw_error(env, nullptr, status.message());
}

// addFunction(name, graph: bytes of a GraphDef, inputs: names of placeholders, outputs: names of operations)
napi_value AddFunction(napi_env env, napi_callback_info info) {
  napi_value arguments[4];
  ArgumentsOf(env, info, arguments);
  void* bytes = nullptr;
  size_t length = 0;
  if (napi_get_typedarray_info(env, arguments[1], nullptr, &length, &bytes, nullptr, nullptr) != napi_ok) {
    napi_throw_type_error(env, nullptr, "the graph is not an array of bytes");
    return nullptr;
  }
  TF_Buffer definition = {bytes, length, nullptr};
  TF_Graph* graph = TF_NewGraph();
  TF_ImportGraphDefOptions* options = TF_NewImportGraphDefOptions();
  Status status;
  TF_GraphImportGraphDef(graph, &definition, options, status.get());
  TF_DeleteImportGraphDefOptions(options);
  if (status.ok()) {
    Define(env, graph, TextOf(env, arguments[0]), TextOf(env, arguments[2]), TextOf(env, arguments[3]));
  } else {
    napi_throw_error(env, nullptr, status.message());
  }
  TF_DeleteGraph(graph);
  return nullptr;
}

// removeFunction(name)
napi_value RemoveFunction(napi_env env, napi_callback_info info) {
  napi_value arguments[1];
  ArgumentsOf(env, info, arguments);
  Status status;
  TFE_ContextRemoveFunction(Context(), TextOf(env, arguments[0]).c_str(), status.get());
  if (!status.ok()) napi_throw_error(env, nullptr, status.message());
  return nullptr;
}

}  // namespace

void ExportFunctions(napi_env env, napi_value exports) {
  ExportFunction(env, exports, "addFunction", AddFunction);
  ExportFunction(env, exports, "removeFunction", RemoveFunction);
}

}  // namespace cmg
