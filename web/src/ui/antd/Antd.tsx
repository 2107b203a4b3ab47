/**
 * Ant Design under our tokens. Wraps only the pages and dialogs that use its controls, so that the
 * shell and the phone pages stay free of it.
 */
import { StyleProvider } from "@ant-design/cssinjs";
import ConfigProvider from "antd/es/config-provider";
import en from "antd/es/locale/en_US";
import zh from "antd/es/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { type ReactNode, createContext, use, useMemo } from "react";
import { useWords } from "../i18n/words";
import { useMode } from "../theme";
import { antdTheme } from "./theme";
import "./antd.css";

const Inside = createContext(false);

/** A control brings it along by itself; a page that has several of them does so for all. */
export function Antd({ children }: { children: ReactNode }) {
  return use(Inside) ? children : <Outermost>{children}</Outermost>;
}

function Outermost({ children }: { children: ReactNode }) {
  const mode = useMode();
  const { language } = useWords();
  const theme = useMemo(() => antdTheme(mode), [mode]);
  dayjs.locale(language === "zh" ? "zh-cn" : "en");
  return (
    <StyleProvider layer>
      <ConfigProvider
        theme={theme}
        locale={language === "zh" ? zh : en}
        // The browser shows a modal dialog above all else: what opens in it has to lie in it.
        getPopupContainer={(from) => from?.closest("dialog") ?? document.body}
        wave={{ disabled: true }}
        button={{ autoInsertSpace: false }}
      >
        <Inside value={true}>{children}</Inside>
      </ConfigProvider>
    </StyleProvider>
  );
}
