import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { CrashNet } from './design/states.tsx'
import { LocaleProvider } from './i18n/locale.tsx'
import './design/tokens.css'
import './design/base.css'
import './design/signs.css'
import './design/states.css'
import './app/app.css'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <CrashNet>
      <LocaleProvider code="en">
        <App />
      </LocaleProvider>
    </CrashNet>
  </StrictMode>,
)
